/**
 * Signing in by mail: an address, then the code (or the link, which is a page of the server
 * and works without script). The answer is the same for addresses that are known and unknown.
 */
import { useEffect, useRef, useState } from 'preact/hooks'
import { sessionsApi, type Me } from '../../shared/api/sessions.ts'
import { call, isSessionOver } from '../net/api-client.ts'
import { rememberedPerson, session, startSession } from '../net/session.ts'
import { announce } from '../ui/announce.tsx'
import { Button, LinkButton } from '../ui/button.tsx'
import { FailureNote, useAct } from '../ui/failure.tsx'
import { CheckField, EMAIL, focusFirstFault, TextField } from '../ui/field.tsx'
import { chosenLanguage, language, switchLanguage, t, tName } from '../ui/language.ts'
import { navigate, type PageProps } from '../ui/navigation.ts'
import { Page } from '../ui/page.tsx'
import { cleanCode, isEmail, safePlace } from './sign-in-form.ts'

export function SignInPage(props: PageProps) {
  const [email, setEmail] = useState('')
  const [step, setStep] = useState<'address' | 'code'>('address')
  const to = safePlace(props.query.get('to'))
  if (session.value.state === 'signed-in' && !isSessionOver.value)
    return <AlreadySignedIn person={session.value.person} to={to} />
  return (
    <Page title={t('people.sign-in')} lead={<p>{t('people.sign-in-lead')}</p>}>
      {!navigator.onLine && <p class="note note-wait">{t('people.sign-in-offline')}</p>}
      {step === 'address' ? (
        <AddressForm email={email} onEmail={setEmail} to={to} onSent={() => setStep('code')} />
      ) : (
        <CodeForm email={email} onEmail={setEmail} to={to} onBack={() => setStep('address')} />
      )}
    </Page>
  )
}

function AlreadySignedIn(props: { person: Me; to: string }) {
  return (
    <Page title={t('people.sign-in')} lead={<p>{t('people.already-signed-in', { name: tName(props.person.name) })}</p>}>
      <LinkButton href={props.to} kind="primary">
        {t('people.go-on')}
      </LinkButton>
    </Page>
  )
}

function AddressForm(props: { email: string; onEmail: (email: string) => void; to: string; onSent: () => void }) {
  const [error, setError] = useState<string | null>(null)
  const act = useAct()
  const checked = (next: () => void): void => {
    const isRight = isEmail(props.email)
    setError(isRight ? null : t('people.email-wrong'))
    if (isRight) next()
    else focusFirstFault()
  }
  const send = (): void =>
    checked(() => {
      void act.run(async () => {
        await requestLink(props.email, props.to)
        props.onSent()
      })
    })
  return (
    <form
      noValidate
      class="form"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <TextField
        label={t('people.email')}
        kind={EMAIL}
        autocomplete="email"
        value={props.email}
        onInput={props.onEmail}
        error={error}
        isRequired
      />
      <FailureNote failure={act.failure} />
      <div class="actions">
        <Button type="submit" kind="primary" isBusy={act.isBusy}>
          {t('people.send-link')}
        </Button>
        <Button kind="quiet" onClick={() => checked(props.onSent)}>
          {t('people.have-code')}
        </Button>
      </div>
    </form>
  )
}

function CodeForm(props: { email: string; onEmail: (email: string) => void; to: string; onBack: () => void }) {
  const [code, setCode] = useState('')
  const [isSharedComputer, setShared] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const act = useAct()
  const resend = useAct()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const signIn = (): void => {
    const clean = cleanCode(code)
    setError(clean === null ? t('people.code-wrong') : null)
    if (clean === null) return focusFirstFault()
    void act.run(async () => {
      const answer = await call(
        sessionsApi.signInByCode,
        {},
        { email: props.email.trim(), code: clean, isSharedComputer },
      )
      await arrive(answer.person, answer.goesTo === null ? props.to : safePlace(answer.goesTo))
    })
  }
  return (
    <form
      noValidate
      class="form"
      onSubmit={(event) => {
        event.preventDefault()
        signIn()
      }}
    >
      <h2 tabIndex={-1} ref={heading}>
        {t('people.mail-sent-title')}
      </h2>
      <p>{t('people.mail-sent', { email: props.email })}</p>
      <TextField
        label={t('people.code')}
        hint={t('people.code-hint')}
        value={code}
        onInput={setCode}
        error={error}
        autocomplete="one-time-code"
        isCode
        isRequired
      />
      <CheckField
        label={t('people.shared-computer')}
        hint={t('people.shared-computer-hint')}
        isChecked={isSharedComputer}
        onChange={setShared}
      />
      <FailureNote failure={act.failure ?? resend.failure} />
      <div class="actions">
        <Button type="submit" kind="primary" isBusy={act.isBusy}>
          {t('people.use-code')}
        </Button>
        <Button
          isBusy={resend.isBusy}
          onClick={() =>
            void resend.run(async () => {
              await requestLink(props.email, props.to)
              announce(t('people.mail-sent', { email: props.email }))
            })
          }
        >
          {t('people.send-again')}
        </Button>
        <Button kind="quiet" onClick={props.onBack}>
          {t('people.other-address')}
        </Button>
      </div>
      <p class="hint">{t('people.mail-help')}</p>
    </form>
  )
}

async function requestLink(email: string, to: string): Promise<void> {
  const body = { email: email.trim(), language: language.value }
  await call(sessionsApi.requestLink, {}, to === '/' ? body : { ...body, goesTo: to })
}

/** Takes over the person's own language unless this device chose one, then goes where the link meant. */
async function arrive(person: Me, to: string): Promise<void> {
  const isSomebodyElse = rememberedPerson()?.id !== person.id
  startSession(person)
  if (person.language !== null && (chosenLanguage() === null || isSomebodyElse)) await switchLanguage(person.language)
  navigate(to, { replace: true })
  announce(t('people.welcome', { name: tName(person.name) }))
}
