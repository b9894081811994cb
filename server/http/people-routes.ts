import { Router, type Request } from 'express'
import { api } from '../../shared/api.ts'
import { Refusal } from '../../shared/refusals.ts'
import { createMandate, endMandate } from '../domain/mandates.ts'
import { changeOrganisation, createOrganisation, listMembers, listOrganisations } from '../domain/organisations.ts'
import { findPersonAddress, listPeople } from '../domain/people-list.ts'
import { changePerson, createPerson, endPerson, invitePerson, leaveOrganisation } from '../domain/people.ts'
import { isoTime } from '../domain/rows.ts'
import { parseGoesTo } from '../domain/goes-to.ts'
import { createWorkingGroup, listWorkingGroups } from '../domain/working-groups.ts'
import { serve } from './handler.ts'
import { linkBase, type House } from './house.ts'
import { invitationLetter } from './letters.ts'
import { linkTo } from './sign-in.ts'

export function peopleRoutes(house: House): Router {
  const router = Router()
  const { db } = house.database

  serve(router, house, api.people.listWorkingGroups, async () => ({ workingGroups: await listWorkingGroups(db) }))
  serve(router, house, api.people.createWorkingGroup, ({ body, now, write }) =>
    write((trx, actor) => createWorkingGroup(trx, actor, body, now)),
  )

  serve(router, house, api.people.listOrganisations, async ({ actor, now }) => ({
    organisations: await listOrganisations(db, actor, now),
  }))
  serve(router, house, api.people.createOrganisation, ({ body, now, write }) =>
    write((trx, actor) => createOrganisation(trx, actor, body, now)),
  )
  serve(router, house, api.people.changeOrganisation, async ({ body, now, id, write }) => {
    const organisationId = id('org')
    const answer = await write((trx, actor) => changeOrganisation(trx, actor, organisationId, body, now))
    if (body.workingGroupIds !== undefined) {
      for (const personId of await listMembers(db, organisationId, now)) await house.rooms.recheck({ personId })
    }
    return answer
  })

  serve(router, house, api.people.createMandate, async ({ body, now, id, write }) => {
    const answer = await write((trx, actor) => createMandate(trx, actor, { ...body, organisationId: id('org') }, now))
    await house.rooms.recheck({ personId: body.personId })
    return answer
  })
  serve(router, house, api.people.endMandate, async ({ now, id, write }) => {
    const mandate = { id: id('man', 'mandateId'), organisationId: id('org') }
    const personId = await write((trx, actor) => endMandate(trx, actor, mandate, now))
    await house.rooms.recheck({ personId })
    return { done: true }
  })

  serve(router, house, api.people.listPeople, async ({ actor, now }) => ({ people: await listPeople(db, actor, now) }))
  serve(router, house, api.people.createPerson, ({ body, now, write }) =>
    write((trx, actor) => createPerson(trx, actor, body, now)),
  )
  serve(router, house, api.people.changePerson, async ({ body, now, id, write }) => {
    const personId = id('per')
    const answer = await write((trx, actor) => changePerson(trx, actor, personId, body, now))
    await house.rooms.recheck({ personId })
    return answer
  })
  serve(router, house, api.people.leave, async ({ body, now, id, write }) => {
    const personId = id('per')
    await write((trx, actor) => leaveOrganisation(trx, actor, { personId, organisationId: body.organisationId }, now))
    await house.rooms.recheck({ personId })
    return { done: true }
  })
  serve(router, house, api.people.endPerson, async ({ now, id, write }) => {
    const personId = id('per')
    await write((trx, actor) => endPerson(trx, actor, personId, now))
    await house.rooms.recheck({ personId })
    return { done: true }
  })

  serve(router, house, api.people.invite, async ({ body, now, id, write, request }) => {
    const personId = id('per')
    const goesTo = body.goesTo === undefined ? null : parseGoesTo(body.goesTo)
    if (body.goesTo !== undefined && goesTo === null) throw new Refusal('bad-request', { fields: ['goesTo'] })
    // The address is read where the link is made: an older one must not be sent a link of today.
    const { token, person, inviter, isHandedOver } = await write(async (trx, actor) => {
      const person = await findPersonAddress(trx, personId)
      const isHandedOver = body.handOver === true || !house.mail.isConfigured || (person?.email ?? null) === null
      const token = await invitePerson(trx, actor, { personId, goesTo, isHandedOver }, now)
      return { token, person, inviter: await findPersonAddress(trx, actor.personId), isHandedOver }
    })
    const email = person?.email ?? null
    if (isHandedOver || person === null || email === null) {
      return {
        sentTo: null,
        handedOver: { link: browserLink(house, request, token.secret), expiresAt: isoTime(token.expiresAt) },
      }
    }
    const link = linkTo(house, token.secret)
    await house.mail.send(invitationLetter({ to: email, name: person.name, inviter: inviter?.name ?? null, link }))
    return { sentTo: email, handedOver: null }
  })

  return router
}

/** A link for the browser that asks begins with the address this browser uses: it is signed in there. */
function browserLink(house: House, request: Request, secret: string): string {
  const { host } = request.headers
  if (house.config.publicUrl !== null || host === undefined) return linkTo(house, secret)
  return `${new URL(linkBase(house)).protocol}//${host}/in/${secret}`
}
