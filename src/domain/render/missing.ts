export { missingAsCdk } from './missing-cdk.ts'
export { missingAsTerraform } from './missing-terraform.ts'
