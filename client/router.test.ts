import { findDestination, matchPath } from './router.ts'

describe('the router', () => {
  it.each([
    ['/', '/', {}],
    ['/statements/new', '/statements/new', {}],
    ['/statements/sta_1', '/statements/:id', { id: 'sta_1' }],
    ['/statements/sta_1/', '/statements/:id', { id: 'sta_1' }],
    ['/statements/sta_1/sections/sec_2', '/statements/:id/sections/:sectionId', { id: 'sta_1', sectionId: 'sec_2' }],
    ['/statements/sta_1/sign-off', '/statements/:id/sign-off', { id: 'sta_1' }],
    ['/nowhere', '', {}],
    ['/statements/%E0%A4%A', '', {}],
  ])('[UI-34] %s leads to “%s”', (path, pattern, params) => {
    const destination = findDestination(path)
    expect([destination.pattern, destination.params]).toEqual([pattern, params])
  })

  it('[UI-34] opens without anybody signed in only sign-in, help and what is not there', () => {
    const open = ['/', '/sign-in', '/help', '/people', '/statements/sta_1', '/nowhere'].filter(
      (path) => findDestination(path).isOpen,
    )
    expect(open).toEqual(['/sign-in', '/help', '/nowhere'])
  })

  it('[UI-34] reads Khmer out of an escaped path', () => {
    expect(matchPath('/in/:words', `/in/${encodeURIComponent('ខ្មែរ')}`)).toEqual({ words: 'ខ្មែរ' })
  })
})
