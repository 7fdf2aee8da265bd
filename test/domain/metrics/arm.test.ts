import { describe, expect, test } from 'vitest'
import { type Arm, armText, escapePromql, fillArm, tellsArms } from '../../../src/domain/metrics/arm.ts'

const green: Arm = {
  side: 'green',
  service: 'shop-green',
  cluster: 'main',
  revision: 'shop:7',
  group: 'targetgroup/shop-green/1a2b',
  loadBalancer: 'app/shop/3c4d',
}

describe('placeholders of an arm', () => {
  test('are filled, each time', () => {
    const text = '{side} {service} {cluster} {revision} {group} {load-balancer} {side}'
    expect(fillArm(text, green)).toBe('green shop-green main shop:7 targetgroup/shop-green/1a2b app/shop/3c4d green')
  })

  test('leave alone what is none', () => {
    expect(fillArm('up{side="{side}",a="{sides}"} $& {from} {env.X}', green)).toBe('up{side="green",a="{sides}"} $& {from} {env.X}')
  })

  test('are escaped where they stand', () => {
    expect(fillArm('/{group}?r={revision}', green, encodeURIComponent)).toBe('/targetgroup%2Fshop-green%2F1a2b?r=shop%3A7')
    expect(fillArm('a="{side}"', { ...green, side: `x"} or '\\\n$&é` }, escapePromql)).toBe(
      String.raw`a="x\u0022\u007d or \u0027\u005c\u000a\u0024\u0026\u00e9"`,
    )
  })

  test('that have nothing to stand for are a mistake', () => {
    expect(() => fillArm('{side}{group}', { ...green, group: '' })).toThrow(
      'There is nothing that {group} could stand for in a metric of green (shop:7)',
    )
  })

  test('tell the arms apart, or do not', () => {
    expect(['{side}', 'a{revision}', '{group}', '{service}'].every(tellsArms)).toBe(true)
    expect(['', 'side', '{cluster}', '{load-balancer}'].some(tellsArms)).toBe(false)
  })

  test('an arm has a name for people', () => {
    expect(armText({ ...green, side: '', revision: '' })).toBe('shop-green')
  })
})
