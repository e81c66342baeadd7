package draft

import (
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

// Who holds a class often stands beside its series, or in a sentence that says what they do.

var (
	// seriesKind is what kind of event a series is, with its number.
	seriesKind = regexp.MustCompile(`^\p{Han}{0,6}(?:公开课|训练课|小课|微课|直播课?|课堂|讲堂|讲座|沙龙|小班|茶座|夜话|共读|工作坊|训练营|聚会|课)(?:\s*·?\s*(?:第\s*[\d一二三四五六七八九十百]+\s*[期讲场回课]|(?i:no|vol|ep)\.?\s*\d+|#\s*\d+))?$`)
	// partsOfLine part a house from its series, at a sign or at a space.
	partsOfLine = regexp.MustCompile(`\s*[·•|｜丨]\s*|\s+`)
)

// houseOf is who holds a series, in a line of nothing but both: 一平米花园 · 周日花友课 No.52; "" for none.
func houseOf(s string) string {
	if m := framedKindOf.FindStringSubmatch(s); m != nil {
		return m[1]
	}
	parts := partsOfLine.Split(s, 4)
	if len(parts) < 2 || strings.ContainsAny(s, "，。？！：") || severalDays.MatchString(s) {
		return ""
	}
	kind := strings.TrimSpace(s[strings.Index(s, parts[0])+len(parts[0]):])
	if kind = trimSigns(strings.TrimLeft(kind, "·•|｜丨 ")); !seriesKind.MatchString(kind) {
		return ""
	}
	house := trimSigns(parts[0])
	if !strings.ContainsAny(s, "·•|｜丨") && !anyOrgName.MatchString(house) {
		return "" // a subject: Python 公开课
	}
	return house
}

// severalDays says how often something is held.
var severalDays = regexp.MustCompile(`[一两二三四五六七八九几\d]\s*[场讲次节]`)

// framedKindOf is a house in a frame with what kind of event it holds: 【动了么健身】线上训练课.
var framedKindOf = regexp.MustCompile(`^[【\[]([\p{Han}A-Za-z0-9]{3,12})[】\]]\s*\p{Han}{0,6}(?:公开课|训练课|小课|微课|直播课?|课堂|讲堂|讲座|沙龙|小班|夜话|工作坊|训练营)$`)

// seriesHosts are the houses that lines with a series name, if the article names them again.
func seriesHosts(r *reader) (out []hostCandidate) {
	title, _ := r.out.Text(FieldTitle)
	for i := range min(len(r.lines), 14) {
		n := &r.lines[i]
		name := houseOf(strings.TrimSpace(n.text))
		if name == "" {
			name = houseOf(trimSigns(undecorated(n.text)))
		}
		if runes(name) < 3 || n.own || name == title || kindPart.MatchString(name) || seriesPart.MatchString(name) || headingTopic(name) != noTopic {
			continue
		}
		if i <= 4 && strings.ContainsAny(n.text, "·•") && runes(name) <= 12 && !strings.ContainsAny(name, " ，。") {
			out = append(out, hostCandidate{name, n.raw, 2}) // below the title
		}
		if anyOrgName.MatchString(name) || strings.Count(r.whole(), short(name, 3)) > 1 {
			out = append(out, hostCandidate{name, n.raw, 3})
		}
	}
	for i := range min(len(r.lines), 14) {
		n := &r.lines[i]
		s := trimSigns(undecorated(n.text))
		if m := joint.FindStringSubmatch(s); m != nil && i > 5 && !n.own {
			if both := partnerCut.Split(m[1], 3); len(both) == 2 && anyOrgName.MatchString(strings.TrimSpace(both[0])) && anyOrgName.MatchString(strings.TrimSpace(both[1])) {
				out = append(out, hostCandidate{m[1], n.raw, 3})
			}
		}
	}
	return out
}

var (
	// bringsOne is who brings somebody who speaks: 产品夜航船拉来一位老产品.
	bringsOne = regexp.MustCompile(`(?:^|[，。！；\s])([\p{Han}A-Za-z0-9]{3,10}?)(?:这次|这回|特地|专门)?(?:拉来|请来|请到|邀来|喊来|约来|找来)了?[一两三]?[位个名]`)
	// holdsHere is who gives the class, wherever: 泰晤士备考小屋这次把课开在伦敦.
	holdsHere = regexp.MustCompile(`(?:^|[，。！；\s])([\p{Han}A-Za-z0-9]{3,12}?)(?:这次|这回|本期|今年)?把(?:课|讲座|直播|沙龙|课堂)(?:开|搬|办|放)`)
	// heldByBoth are two houses that do something together: 货架研究所联合小满电商学院，年底前最后开一堂小课.
	heldByBoth = regexp.MustCompile(`(?:^|[。！；\s])([\p{Han}A-Za-z0-9]{3,14}(?:联合|携手|牵手)[\p{Han}A-Za-z0-9]{3,14})，?[^。！；]{0,16}(?:开|办|推出|带来|讲|请|邀)`)
	// framedGives is a house in a frame within a sentence, with what it gives: 「数字小灶」直播课.
	framedGives = regexp.MustCompile(`(?:^|[，。！；\s])[「“『]([\p{Han}A-Za-z0-9]{3,8})[」”』](?:直播课|公开课|小课|微课|讲堂|课堂|直播间)`)
)

// housesMost is how many candidates sentences give, about: each is compared with all others.
const housesMost = 40

// sentenceHosts are the houses that sentences name by what they do.
func sentenceHosts(r *reader) (out []hostCandidate) {
	title, _ := r.out.Text(FieldTitle)
	for _, s := range relevant(r) {
		if len(out) >= housesMost {
			return out
		}
		if s.line.topic.in(aboutTeacher, aboutAudience, aboutPacks, aboutPoints, aboutSignup, aboutPlace) {
			continue
		}
		for _, p := range []*regexp.Regexp{bringsOne, holdsHere, heldByBoth, framedGives} {
			if m := p.FindStringSubmatch(s.text); m != nil && m[1] != title && !notHost.MatchString(m[1]) && len(days(m[1])) == 0 {
				out = append(out, hostCandidate{m[1], s.raw, 2})
			}
		}
	}
	return out
}

// signedTwice are two organisations that sign one below the other.
func signedTwice(r *reader) []hostCandidate {
	n := len(r.lines)
	if n <= 6 || !signature.MatchString(r.lines[n-1].text) || !signature.MatchString(r.lines[n-2].text) {
		return nil
	}
	return []hostCandidate{{r.lines[n-2].text + "、" + r.lines[n-1].text, r.lines[n-1].raw, 5}}
}

// signedHosts looks for who signs with a person or a number, and for whom the article says when it
// was founded.
func signedHosts(r *reader) (out []hostCandidate) {
	for i := max(2, len(r.lines)-3); i < len(r.lines); i++ {
		if c, ok := signedBy(&r.lines[i]); ok {
			out = append(out, c)
		}
	}
	for i := range r.lines {
		if m := foundedHost.FindStringSubmatch(r.lines[i].text); m != nil && strings.Count(r.whole(), m[1]) > 1 {
			out = append(out, hostCandidate{m[1], r.lines[i].raw, 3})
		}
	}
	return out
}
