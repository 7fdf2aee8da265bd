import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isFilePath, readDocument } from '../../src/runner/document.ts'
import { jsonMistake } from '../../src/runner/json-mistake.ts'
import { recordHost } from './recorded-host.ts'

const read = (path: string, text: string) => readDocument(recordHost({}, { [`/workspace/${path}`]: text }).host, path)
const problem = async (path: string, text: string): Promise<string> => {
  const made = await read(path, text)
  return 'problems' in made ? made.problems.join('\n') : 'none'
}

describe('a document', () => {
  it('is read by the ending of its name', async () => {
    expect(await read('a.json', '\uFEFF{"family": "web"}')).toEqual({ value: { family: 'web' } })
    expect(await read('a.YML', 'family: web\nimages: &x [1]\nmore: *x')).toEqual({ value: { family: 'web', images: [1], more: [1] } })
    expect(['a.json', 'b/c.yaml', 'D.YML', 'web:7', 'web'].map(isFilePath)).toEqual([true, true, true, false, false])
  })

  it('that is not there, or is no file, says which', async () => {
    const { host } = recordHost()
    expect(await readDocument(host, 'x.json')).toEqual({ problems: [expect.stringMatching(/^there is no file "x.json" .* checkout/)] })
    const folder = {
      readFile: () => {
        throw Object.assign(new Error('illegal operation'), { code: 'EISDIR' })
      },
    }
    expect(await readDocument(folder, 'x.json')).toEqual({ problems: ['the file "x.json" cannot be read (EISDIR)'] })
  })

  it.each([
    ['{\n  "a": hunter2\n}', 'line 2, column 8: a value is expected'],
    ['{"a": "hunter2\n"}', 'line 1, column 7: a value is expected'],
    ['{"a": "hunter2" "b": 1}', 'line 1, column 17: "," or "}" is expected'],
    ['{"a": ["hunter2", ]}', 'line 1, column 19: a value is expected'],
    ['{"hunter2" 1}', 'line 1, column 12: ":" is expected'],
    ["{'hunter2': 1}", 'line 1, column 2: a name in double quotes or "}" is expected'],
    ['{"a": 1,\r\n}', 'line 2, column 1: a name in double quotes is expected'],
    ['{"a": 1', 'line 1, column 8: "," or "}" is expected'],
    ['{} hunter2', 'line 1, column 4: the end of the file is expected'],
    ['', 'line 1, column 1: a value is expected'],
    ['{"a": 0123}', 'line 1, column 7: a value is expected'],
    ['["\\x"]', 'line 1, column 2: a value or "]" is expected'],
  ])('of JSON %j tells place and kind of the mistake, and nothing of the text', async (text, told) => {
    expect(await problem('a.json', text)).toBe(`"a.json" is not valid JSON: ${told}`)
  })

  it.each([
    ['a: "hunter2', 'line 1, column 12: a character is missing'],
    ['a: hunter2\na: 2', 'line 2, column 1: this key is given twice'],
    ['a: hunter2: b', 'line 1, column 4: '],
    ['a:\n\t- hunter2', 'line 2, column 1: a tab is used to indent'],
    ['a: !hunter2 x', 'line 1, column 4: the tag is not known here'],
    ['a: *hunter2', 'an alias (*name) has no anchor'],
    ['a: 1\n---\nhunter2: 1', 'line 2, column 1: a second document begins'],
  ])('of YAML %j tells place and kind of the mistake, and nothing of the text', async (text, told) => {
    const found = await problem('a.yaml', text)
    expect(found).toContain(`"a.yaml" is not valid YAML: ${told}`)
    expect(found).not.toContain('hunter2')
  })
})

describe('the mistake of a JSON text', () => {
  const isJson = (text: string): boolean => {
    try {
      JSON.parse(text)
      return true
    } catch {
      return false
    }
  }

  it('is found in every text that is not JSON, and in no other', () => {
    const written = fc.json()
    const broken = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('', '"', ',', ':', '{', ']', '\\', '\n', '\u0001', '\u007f', 'x', '0', '-', ' '))
      .map(([text, at, put]) => text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + 1))
    fc.assert(
      fc.property(fc.oneof(written, broken), (text) => {
        expect(jsonMistake(text) === undefined).toBe(isJson(text))
      }),
      { numRuns: 2_000 },
    )
  })
})
