/** Words and short phrases by what they do in an argument; own lists. A phrase's words are as `tokensOf` gives them. */
export const cueLists: Readonly<Record<string, string>> = {
  ask: 'why|how|what|which|who|where|when|whether|is it|is there|are there|are you|do you|did you|does it|does this|do we|can you|could you|can we|would it|would you|have you|i wonder|wondering|any idea|please explain|not sure why|curious|am i|what about|how about|what if|right ?|really ?|no ?',
  wish: "should|shouldn't|could we|let us|let's|please|i would rather|i'd rather|i would prefer|i'd prefer|prefer|suggest|suggestion|how about|why not|why don't|better to|instead|maybe we|perhaps we|would be better|would be nice|needs to|need to|must|ought|can you|could you|feel free|drop|rename|move|split|fold|squash|resend|consider|you might want|we can|we could|it would|what about",
  agree:
    "yes|yeah|yep|right|ok|okay|sure|agreed|agree|i agree|indeed|exactly|correct|true|makes sense|make sense|good point|fair enough|fair point|sounds good|you are right|you're right|will do|will fix|will change|will add|will update|will drop|i will|i'll|done|fixed|thanks for|good idea|good catch|oh|ah|ack|makes perfect sense|no problem|works for me|fine with|fine by|oops|my bad",
  disagree:
    "no|nope|nack|nak|disagree|i disagree|don't agree|do not agree|not agree|wrong|not true|incorrect|not right|nonsense|i don't think so|don't buy|not convinced|not really|not correct|doesn't make sense|not make sense|absolutely not|i don't like|no way|bogus",
  grant:
    'granted|admittedly|while|although|though|even though|of course|i understand|i see|i know|i admit|fair enough|you are right|true but|i agree|agreed|sure|yes but|that said|that being said|having said|nevertheless|indeed|i do agree|may be|might be',
  turn: 'but|however|though|although|yet|nevertheless|still|on the other hand|that said|except|unless|whereas|while|otherwise',
  cause:
    'because|since|therefore|thus|hence|so|as a result|due to|leads to|lead to|causes|cause|results in|result in|implies|means|that is why|reason|in order to|this way|prevents|prevent|allows|makes',
  hedge:
    "i think|i guess|i believe|i suspect|afaik|afaics|afaict|aiui|iirc|iiuc|imho|imo|probably|maybe|perhaps|might|may|likely|seems|seem|looks like|i assume|presumably|i am afraid|i'm afraid|in my opinion|not sure|possibly|would|could|basically|quite|hopefully",
  show: 'see|i see|seen|observed|we saw|we have seen|measured|tested|reproduced|reproduce|benchmark|results|result|shows|showed|show|log|logs|trace|stack|commit|introduced|according to|documented|documentation|here is|following|e.g|for example|for instance|in production|reported|report|report|triggered|hit|our|numbers|running|ran|currently|already|in fact',
  value:
    'better|worse|good|bad|best|ugly|simple|simpler|complex|complicated|hack|fragile|broken|correct|safe|unsafe|dangerous|useful|useless|pointless|overkill|sensible|reasonable|acceptable|unacceptable|important|worth|problem|issue|bug|racy|race|risk|wrong',
  never:
    "not|never|no|cannot|can't|won't|don't|doesn't|isn't|aren't|wouldn't|shouldn't|without|nothing|none|nobody|unable|neither|nor|didn't|wasn't|hardly",
  self: "i|my|me|we|our|us|i'll|i'm|i've|i'd|we're|we'll",
  you: "you|your|you're|you've",
  thanks:
    'thanks|thank|cheers|regards|sorry|hi|hello|dear|best regards|br|hth|lgtm|cc|cced|ccing|adding|link|links|changes|changelog|patch|series|applied|queued|merged|based on|version|v2|v3',
  approve:
    'looks good|look good|lgtm|acked-by|reviewed-by|tested-by|ack|acked|applied|queued|merged|pushed|picked up|fine with me|works for me|no objection|no objections|i like|love|nice|great|happy with|feel free to add|feel free|you can add|looks sane|looks reasonable|looks fine|looks correct|looks ok|good to me|thanks applied',
  refuse:
    "nak|nack|nacked-by|no way|absolutely not|not going to|won't take|not acceptable|wrong approach|wrong way|not the right|i don't like|don't like|i object|object|strongly|not convinced|not worth|papering over|paper over|workaround|work around|hack|layering|i do not see|i don't see|bad idea|terrible|not a good|no real|make any sense|doesn't make|nonsense|against|useless|pointless",
  change:
    'please|should|needs|need|missing|typo|nit|nits|v2|v3|next version|respin|resend|rework|fold|rename|drop|instead|comment|changelog|describe|explain|document|split|move|add|remove|would be nice|would be better|prefer|can you|could you|why',
  wait: "wait|waiting|until|hold off|let's see|depends|first|need numbers|more data|later|postpone|pending|not yet",
  retract:
    "drop|withdraw|retract|ignore|revert|reverted|self-nack|scratch|discard|forget|please ignore|i'll drop|will drop|drop this|abandon|give up",
  defend:
    "because|the reason|i have|i did|i tried|my patch|this patch|the patch|we want|we need|the idea|the point|i don't see|actually|already|that's why|intention|intended|the goal",
  done: "will do|will fix|will change|done|fixed|updated|next version|v2|v3|i'll|will send|will add|resend|will post",
}

const build = (): ReadonlyMap<string, readonly string[]> => {
  const map = new Map<string, string[]>()
  for (const [list, words] of Object.entries(cueLists))
    for (const phrase of words.split('|')) map.set(phrase, [...(map.get(phrase) ?? []), list])
  return map
}

/** First words of phrases of two words and more, with the length of the longest. */
export const cueOpeners: ReadonlyMap<string, number> = (() => {
  const longest = new Map<string, number>()
  for (const phrases of Object.values(cueLists))
    for (const phrase of phrases.split('|')) {
      const words = phrase.split(' ')
      const first = words[0] as string
      longest.set(first, Math.max(longest.get(first) ?? 0, words.length))
    }
  return longest
})()

/** Lists in which a phrase stands. */
export const cueIndex: ReadonlyMap<string, readonly string[]> = build()
