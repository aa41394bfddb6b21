// The way through a questionnaire, as kuulo.instruments.rules.flow has it: which conditions hold, which page comes next.
const flow = (() => {
  const NAMED = { nps: [0, 10], enps: [0, 10], csat: [1, 5], ces_2010: [1, 5], ces_2: [1, 7] };
  const isList = Array.isArray;
  const isMap = value => value !== null && typeof value === "object" && !isList(value);
  const answered = value => !(value == null || value === "" || (typeof value === "object" && !Object.keys(value).length));
  const asNumber = value => typeof value === "number" ? value
    : typeof value === "string" && /^\s*[+-]?(\d+\.?\d*|\.\d+)\s*$/.test(value) ? parseFloat(value) : null;
  const same = (value, wanted) => {
    if (isMap(value)) return false;
    if (isList(value)) return value.length === 1 && value[0] === wanted;
    const mine = asNumber(value), theirs = asNumber(wanted);
    return mine !== null && theirs !== null ? mine === theirs : String(value) === String(wanted);
  };
  const includes = (value, wanted) => isList(value) ? value.includes(wanted) : same(value, wanted);
  const ordered = sign => (value, wanted) => {
    const mine = asNumber(value), theirs = asNumber(wanted);
    if (mine !== null && theirs !== null) return sign * (mine - theirs) >= 0;
    // ISO dates come in the order of their letters.
    return typeof value === "string" && typeof wanted === "string" && mine === theirs &&
      (value === wanted || (value > wanted) === sign > 0);
  };
  const COMPARE = {
    is: [same, true], is_not: [same, false], at_most: [ordered(-1), true], at_least: [ordered(1), true],
    includes: [includes, true], excludes: [includes, false],
  };
  const valueOf = (test, known) => {
    if (test.subject && test.subject !== "question") return (known[test.subject] || {})[test.name];
    const answer = known.answers[test.name];
    if (!test.row) return answer;
    if (isMap(answer)) return answer[test.row];
    return isList(answer) && answer.includes(test.row) ? answer.indexOf(test.row) + 1 : null;
  };
  const holds = (when, known) => {
    if (!when) return true;
    if (when.is === "all") return when.parts.every(part => holds(part, known));
    if (when.is === "any") return when.parts.some(part => holds(part, known));
    if (when.is === "not") return !holds(when.part, known);
    const value = valueOf(when, known);
    if (when.operator === "answered") return answered(value);
    if (when.operator === "unanswered") return !answered(value);
    const [compare, outcome] = COMPARE[when.operator];
    return (answered(value) && when.value != null && compare(value, when.value)) === outcome;
  };
  const questionsOn = (page, known) => (page.questions || []).filter(item => holds(item.show_if, known));
  const pageAfter = (asked, current, known) => {
    let place = 0;
    if (current) {
      const at = asked.pages.findIndex(page => page.key === current);
      const skip = (asked.pages[at].skips || []).find(one => holds(one.when, known));
      const later = skip ? asked.pages.findIndex((page, index) => index > at && page.key === skip.to) : -1;
      if (skip && skip.to === "end") return null;
      place = later > 0 ? later : at + 1;
    }
    return asked.pages.slice(place).find(page => holds(page.show_if, known) && questionsOn(page, known).length) || null;
  };
  // Answers to questions that these very answers leave out neither count nor decide what is shown.
  const kept = (asked, known) => {
    const answers = {}, so = { ...known, answers }, path = [];
    for (let page = pageAfter(asked, null, so); page; page = pageAfter(asked, page.key, so)) {
      path.push(page);
      for (const item of page.questions || []) {
        if (!holds(item.show_if, so)) continue;
        for (const key of [item.key, item.key + "__other"]) if (answered(known.answers[key])) answers[key] = known.answers[key];
      }
    }
    return { answers, path };
  };
  const words = (texts, language, asked) => texts
    ? [language, ...asked.languages].map(code => texts[code]).find(Boolean) || "" : "";
  const said = (answer, item, known, language, asked) => {
    if (isMap(answer)) return "";
    if (["single", "multiple", "ranking"].includes(item.kind)) {
      return [].concat(answer).map(key => key === "other" ? known.answers[item.key + "__other"]
        : words(((item.choices || []).find(one => one.key === key) || {}).text, language, asked)).filter(Boolean).join(", ");
    }
    return typeof answer === "number" ? String(answer).replace(".", language === "en" ? "." : ",") : String(answer);
  };
  const pipe = (text, known, language, asked) => text.replace(
    /\{\{\s*(?:(attribute|hidden)\s*:\s*)?([^{}|:]+?)\s*(?:\|([^{}]*))?\}\}/g, (all, subject, name, fallback) => {
      const item = subject ? null : asked.pages.flatMap(page => page.questions || []).find(one => one.key === name);
      const answer = subject ? (known[subject] || {})[name] : item && known.answers[name];
      const filled = answer == null ? "" : subject ? answer : said(answer, item, known, language, asked);
      return filled || (fallback || "").trim();
    });
  const scaleOf = item => NAMED[item.kind]
    ? { ...item.scale, minimum: NAMED[item.kind][0], maximum: NAMED[item.kind][1] } : item.scale;
  const closing = (asked, known) => ((asked.closings || []).find(one => holds(one.show_if, known)) || {}).text;
  const newKey = () => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
    .replace(/[+/=]/g, sign => ({ "+": "-", "/": "_" })[sign] || "");
  return { answered, holds, questionsOn, pageAfter, kept, words, pipe, scaleOf, closing, newKey };
})();
