/** `ret` of a task when no request is under way. */
export const noRequest = -1
