import { Bucket } from './bucket.ts'

it('[SYNC-49] a bucket gives so much a second on average and some at once, and a debt is waited for', () => {
  let now = 0
  const bucket = new Bucket({ perSecond: 10, burst: 3 }, () => now)
  expect([1, 2, 3, 4].map(() => bucket.tryTake(1))).toEqual([true, true, true, false])
  expect(bucket.waitMs()).toBe(100)
  now = 100
  expect([bucket.waitMs(), bucket.tryTake(1), bucket.tryTake(1)]).toEqual([0, true, false])
  bucket.take(9)
  expect(bucket.waitMs()).toBe(1_000)
  now = 60_000
  expect([1, 2, 3, 4].map(() => bucket.tryTake(1))).toEqual([true, true, true, false])
})
