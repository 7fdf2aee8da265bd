import { describeMatter } from '../../contracts/matter.ts'
import { realStage } from './stage.ts'

describeMatter('real', () => realStage())
