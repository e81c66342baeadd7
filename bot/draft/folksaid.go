package draft

import (
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

// audienceSaid are further ways to say in a sentence for whom a class is.
var audienceSaid = regexp.MustCompile(`(?:希望|盼着|期待)[^，。：]{0,12}(?:是|来的是|有)：([^。！]{4,120})|(?:对|给)[一二两三四几]种?(?:人|朋友)[^：，。]{0,4}：([^。！]{4,120})|凡是?([^，。]{2,20}?)(?:都能|都可以|均可)(?:来)?(?:听|参加)|(?:^|[，。])([^，。]{2,12}?、?[^，。]{2,20}?)来?最合适`)

// saidAudience takes for whom a sentence says that the class is.
func saidAudience(r *reader) bool {
	for _, s := range relevant(r) {
		if s.line.topic.in(aboutTeacher, aboutPacks, aboutNotes, aboutTitle) {
			continue
		}
		m := audienceSaid.FindStringSubmatch(s.text)
		if m == nil {
			continue
		}
		taken := false
		who := furtherFolk.ReplaceAllString(strings.Join(m[1:], ""), "、")
		if m[4] == "" {
			for _, v := range split(who) {
				taken = takeFolk(r, v, s.raw) || taken
			}
		} else {
			taken = takeFolk(r, who, s.raw)
		}
		if taken {
			return true
		}
	}
	return false
}

// furtherFolk goes on with further people.
var furtherFolk = regexp.MustCompile(`[，、]\s*(?:还有|以及|和)|[，；]`)

// takeFolk takes a kind of people.
func takeFolk(r *reader, v, source string) bool {
	if v = trimSigns(v); runes(v) < 2 || notAudience.MatchString(v) {
		return false
	}
	r.fact(FieldAudience, v, source)
	return true
}
