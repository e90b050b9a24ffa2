// Builds the style sheet and gathers fonts, scripts, images and licences into the kernel's static files.
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as sass from 'sass'

const here = dirname(fileURLToPath(import.meta.url))
const modules = join(here, 'node_modules')
const out = join(here, '../src/dueregard/kernel/static/dueregard')
const webFont = join(modules, '@fontsource/atkinson-hyperlegible-next')
const fullFont = join(modules, '@expo-google-fonts/atkinson-hyperlegible-next')

function copy(from, ...to) {
  cpSync(from, join(out, ...to), { recursive: true })
}

rmSync(out, { recursive: true, force: true })
mkdirSync(join(out, 'fonts/pdf'), { recursive: true })
mkdirSync(join(out, 'licences'))

const { css } = sass.compile(join(here, 'sass/due-regard.scss'), {
  loadPaths: [modules],
  style: 'compressed',
  quietDeps: true,
})
// Nothing of another origin, and nothing that is licensed for gov.uk alone.
for (const never of [/url\((?!["']?(?:data:|fonts\/))/, /GDS Transport/, /crest/]) {
  if (never.test(css)) throw new Error(`The style sheet holds ${never}`)
}
writeFileSync(join(out, 'due-regard.css'), css)

for (const subset of ['latin', 'latin-ext']) {
  for (const weight of [400, 600]) {
    const name = `atkinson-hyperlegible-next-${subset}-${weight}-normal.woff2`
    copy(join(webFont, 'files', name), 'fonts', name)
  }
}
for (const folder of ['400Regular', '600SemiBold', '800ExtraBold']) {
  const name = `AtkinsonHyperlegibleNext_${folder}.ttf`
  copy(join(fullFont, folder, name), 'fonts/pdf', name)
}

copy(join(modules, 'govuk-frontend/dist/govuk/govuk-frontend.min.js'), 'govuk-frontend.min.js')
for (const folder of ['scripts', 'images']) {
  for (const name of readdirSync(join(here, folder))) copy(join(here, folder, name), name)
}
copy(join(fullFont, 'LICENSE_FONT'), 'licences/atkinson-hyperlegible-next.txt')
copy(join(here, 'licences/govuk-frontend.txt'), 'licences/govuk-frontend.txt')

const size = Math.round(readFileSync(join(out, 'due-regard.css')).length / 1024)
console.log(`Built ${basename(out)}: due-regard.css, ${size} kB.`)
