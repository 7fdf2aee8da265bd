/** A JSON value that does not change; absent members may be undefined. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [member: string]: Json | undefined }

/** What a container of a task definition holds that is used here; every other member is kept as it is. */
export interface ContainerDefinition {
  readonly name: string
  /** Absent only until the images of a rollout are put in. */
  readonly image?: string
  readonly [member: string]: Json | undefined
}

/**
 * The content of a revision, as RegisterTaskDefinition takes it: without the members that AWS adds.
 * Only `parseTaskDefinition` makes one.
 */
export interface TaskDefinition {
  readonly family: string
  readonly containerDefinitions: readonly ContainerDefinition[]
  readonly [member: string]: Json | undefined
}

/** The image a container is to run. */
export interface ContainerImage {
  readonly container: string
  readonly image: string
}

/** What was made, or everything that is wrong with what was given, a sentence each. */
export type Made<T> = { readonly value: T } | { readonly problems: readonly string[] }

/** Puts images into the containers named and leaves the others byte for byte. Every container must have an image in the end. */
export function applyImages(definition: TaskDefinition, images: readonly ContainerImage[]): Made<TaskDefinition> {
  const names = definition.containerDefinitions.map((container) => container.name)
  const problems: string[] = []
  const wanted = new Map<string, string>()
  for (const { container, image } of images) {
    if (!names.includes(container)) {
      problems.push(`images: ${definition.family} has no container ${JSON.stringify(container)}; it has ${names.join(', ')}`)
    } else if (wanted.has(container) && wanted.get(container) !== image) {
      problems.push(`images: container ${container} is given two images, ${wanted.get(container)!} and ${image}`)
    }
    wanted.set(container, image)
  }
  const containerDefinitions = definition.containerDefinitions.map((container): ContainerDefinition => {
    const image = wanted.get(container.name)
    return image === undefined ? container : { ...container, image }
  })
  for (const { name, image } of containerDefinitions) {
    if (image === undefined) problems.push(`images: container ${name} of ${definition.family} has no image: add a line ${name}=<image>`)
  }
  return problems.length > 0 ? { problems } : { value: { ...definition, containerDefinitions } }
}

/** Containers whose image can change under the same name, because it is not given by digest. */
export function unpinned(definition: TaskDefinition): readonly ContainerImage[] {
  return definition.containerDefinitions.flatMap(({ name, image }) =>
    image === undefined || /@sha256:[0-9a-f]{64}$/.test(image) ? [] : [{ container: name, image }],
  )
}
