import { expect, test } from 'vitest'
import { readAddress } from '../../src/database/address.ts'

test('reads a URL, with its parts decoded', () => {
  expect(readAddress('postgres://me%40there:p%3A%2F%25@db.example.com:5433/shop%20one')).toEqual({
    host: 'db.example.com',
    port: 5433,
    database: 'shop one',
    user: 'me@there',
    password: 'p:/%',
    tls: true,
    name: 'db.example.com:5433/shop one',
  })
  expect(readAddress('postgresql://me@[2001:db8::1]')).toMatchObject({
    host: '2001:db8::1',
    port: 5432,
    database: 'me',
    name: '[2001:db8::1]:5432/me',
  })
})

test.each([
  ['db.example.com', '', true],
  ['db.example.com', '?sslmode=prefer', true],
  ['db.example.com', '?sslmode=require', true],
  ['db.example.com', '?sslmode=disable', false],
  ['127.0.0.1.example.com', '', true],
  ['localhost', '', false],
  ['127.0.0.1', '', false],
  ['[::1]', '', false],
  ['localhost', '?sslmode=verify-full', true],
])('TLS of %s%s: %s', (host, query, tls) => {
  expect(readAddress(`postgres://me@${host}/d${query}`).tls).toBe(tls)
})

test.each([
  '',
  'secret',
  'mysql://me:secret@h/d',
  'postgres://me:secret@h1,h2/d',
  'postgres://me:secret@h:99999/d',
  'postgres:///secret',
  'postgres://h/secret',
  'postgres://me:100%@h/d',
])('refuses what is no URL of a database, without its words: %s', (text) => {
  let told = ''
  try {
    readAddress(text)
  } catch (error) {
    told = (error as Error).message
  }
  expect(told).toMatch(/^The URL of the database /)
  expect(told).not.toContain('secret')
})
