export const planForecast = (_steps: unknown) => (): readonly string[] => []
