package draft

import (
	"slices"
	"strconv"
	"strings"
	"time"

	regexp "zhujiao/bot/lazyregexp"
)

var (
	// zoneHan is a zone in Chinese: 美西时间, before a time or behind it.
	zoneHan = regexp.MustCompile(`(北京|中国|上海|香港|澳门|台北|台湾|东八区|美西|美东|美中|太平洋|美国西部|美国东部|旧金山|洛杉矶|西雅图|温哥华|纽约|波士顿|多伦多|芝加哥|伦敦|英国|巴黎|柏林|法国|德国|欧洲|中欧|莫斯科|迪拜|东京|日本|首尔|韩国|新加坡|吉隆坡|曼谷|悉尼|墨尔本|奥克兰|格林尼治|美国|加拿大|澳洲|澳大利亚|当地|本地)(?:标准|夏令|当地)?时间`)
	// zoneSaid is a zone in letters: an offset, an abbreviation, or the time of a place.
	zoneSaid = regexp.MustCompile(`\b((?:UTC|GMT)\s*[+＋−–-]\s*\d{1,2}(?::?\d{2})?|UTC|GMT|BST|WEST|WET|CES?T|EES?T|MSK|[ECMP][SD]?T|AK[SD]T|HST|AE[SD]T|AW?ST|NZ[SD]T|JST|KST|SGT|HKT|MYT|PHT|ICT|WIB|IST|PKT|GST)\b|\b((?:[A-Z][a-z]+ ){0,2}[A-Z][a-z]+|local) (?:(?:[Ss]tandard|[Dd]aylight|[Ss]ummer|[Ll]ocal) )?[Tt]ime\b`)
	// zoneAll says that all times of the article are in one zone.
	zoneAll = regexp.MustCompile(`(?i)\ball times?\b|\btimes (?:are|is)\b|\btime ?zone\b|时区|时间均为|均为|以上时间|以上均`)
	// offsetOf is an offset in hours.
	offsetOf = regexp.MustCompile(`^(?:UTC|GMT)\s*([+＋−–-])\s*(\d{1,2})(?::?(\d{2}))?$`)
	// noZone begins what is a time, and no place: Start time.
	noZone = regexp.MustCompile(`^(?:local .+|(?:The|This|That|Next|Last|First|Start|End|Date|Your |Our |Some|Any|Full|Part|Show|Event|Meeting|Class|Session|Real|Prime|On|In|At|Free|Spare|Question|Story|Tea|Lunch|Reading|Play)\b.*)$`)
)

// china are the zones of China, which a file has without saying so.
const chinaZone = "Asia/Shanghai"

// zoneNames are zones by the words for them; an empty name is one that is not certain.
func zoneNames() map[string]string {
	out := map[string]string{}
	for name, words := range map[string]string{
		chinaZone:             "北京 中国 上海 东八区 Beijing China Shanghai Chinese",
		"Asia/Hong_Kong":      "香港 HKT Hong.Kong",
		"Asia/Macau":          "澳门 Macau Macao",
		"Asia/Taipei":         "台北 台湾 Taipei Taiwan",
		"America/Los_Angeles": "美西 美国西部 太平洋 旧金山 洛杉矶 西雅图 PT PST PDT Pacific US.Pacific Los.Angeles San.Francisco Seattle California",
		"America/Vancouver":   "温哥华 Vancouver",
		"America/Denver":      "MST MDT MT Mountain US.Mountain Denver",
		"America/Chicago":     "美中 芝加哥 CDT CT Central US.Central Chicago",
		"America/New_York":    "美东 美国东部 纽约 波士顿 ET EST EDT Eastern US.Eastern New.York Boston Washington",
		"America/Toronto":     "多伦多 Toronto",
		"Europe/London":       "伦敦 英国 BST London UK British",
		"Europe/Dublin":       "Dublin Irish",
		"Europe/Lisbon":       "WET WEST Lisbon",
		"Europe/Paris":        "巴黎 法国 Paris French",
		"Europe/Berlin":       "柏林 德国 欧洲 中欧 CET CEST Berlin German Central.European",
		"Europe/Madrid":       "Madrid",
		"Europe/Rome":         "Rome",
		"Europe/Amsterdam":    "Amsterdam",
		"Europe/Zurich":       "Zurich",
		"Europe/Vienna":       "Vienna",
		"Europe/Athens":       "EET EEST Athens",
		"Europe/Moscow":       "莫斯科 MSK Moscow",
		"Asia/Dubai":          "迪拜 GST Dubai",
		"Asia/Karachi":        "PKT Karachi",
		"Asia/Kolkata":        "India Indian Mumbai Delhi",
		"Asia/Bangkok":        "曼谷 ICT Bangkok",
		"Asia/Jakarta":        "WIB Jakarta",
		"Asia/Singapore":      "新加坡 SGT Singapore",
		"Asia/Kuala_Lumpur":   "吉隆坡 MYT Kuala.Lumpur",
		"Asia/Manila":         "PHT Manila",
		"Asia/Tokyo":          "东京 日本 JST Tokyo Japan",
		"Asia/Seoul":          "首尔 韩国 KST Seoul Korea",
		"Australia/Perth":     "AWST Perth",
		"Australia/Sydney":    "悉尼 AEST AEDT Sydney",
		"Australia/Melbourne": "墨尔本 Melbourne",
		"Pacific/Auckland":    "奥克兰 NZST NZDT Auckland",
		"Pacific/Honolulu":    "HST Honolulu",
		"America/Anchorage":   "AKST AKDT",
		"Etc/GMT":             "GMT 格林尼治",
		"UTC":                 "UTC",
	} {
		for w := range strings.FieldsSeq(words) {
			out[strings.ReplaceAll(w, ".", " ")] = name
		}
	}
	return out
}

// zone takes the zone of the times, if it is not China's. One that is not certain is noted, and
// leaves the start open.
func zone(r *reader) {
	s, ok := startSentence(r)
	if !ok {
		return
	}
	start, _ := r.out.Text(FieldStart)
	words, source := zoneBeside(s, start), s.raw
	if words == "" {
		words, source = zoneOfAll(r)
	}
	if words == "" || len(r.held) == 0 {
		return
	}
	switch name, certain := zoneNamed(words, r.held[0], strings.ContainsFunc(r.whole(), isHan)); {
	case !certain:
		clash(r, Clash{Kind: ClashZone, A: words, Source: source})
		r.gap(FieldStart, words, source)
	case name != chinaZone:
		r.fact(FieldZone, name, source)
	}
}

// startSentence is the sentence that says when the class starts.
func startSentence(r *reader) (sentence, bool) {
	_, raw := r.out.Text(FieldStart)
	if first := r.out.All(FieldSession); raw == "" && len(first) > 0 {
		raw = first[0].Source
	}
	i := slices.IndexFunc(r.sentences, func(s sentence) bool { return raw != "" && (s.raw == raw || s.line.raw == raw) })
	if i < 0 {
		return sentence{}, false
	}
	return r.sentences[i], true
}

// zoneBeside is the zone of a time of a sentence as it is written: what stands before the first one,
// else between it and the next; "" for none. The time is the one that is the start, or the first.
func zoneBeside(s sentence, start string) string {
	cs := clocks(s.text, false)
	if len(cs) == 0 {
		return ""
	}
	i := max(0, slices.IndexFunc(cs, func(c span) bool { return clockOf(c.start) == start || clockOf(c.start+12*60) == start }))
	if words := zoneIn(s.text[:cs[0].from]); words != "" && i == 0 {
		return words
	}
	behind := s.text[cs[i].to:]
	if i+1 < len(cs) {
		behind = nextZone.ReplaceAllString(s.text[cs[i].to:max(cs[i].to, cs[i+1].from)], "")
	}
	return zoneIn(behind)
}

// nextZone is a zone at once before the next time, to which it belongs: 19:00（纽约时间7:00）.
var nextZone = regexp.MustCompile(`\p{Han}{2,6}时间$`)

// zoneOfAll is the zone that a sentence gives for all times of the article, with the sentence.
func zoneOfAll(r *reader) (words, source string) {
	for _, s := range relevant(r) {
		if !zoneAll.MatchString(s.text) {
			continue
		}
		if words := zoneIn(s.text); words != "" {
			return words, s.raw
		}
	}
	return "", ""
}

// zoneIn is the first zone of a text as it is written; "" for none.
func zoneIn(s string) string {
	han, latin := zoneHan.FindStringIndex(s), zoneSaid.FindAllStringSubmatchIndex(s, 6)
	for _, m := range latin {
		place := group(s, m, 2)
		if place != "" && place != "local" && noZone.MatchString(place) {
			continue
		}
		if han == nil || m[0] < han[0] {
			return s[m[0]:m[1]]
		}
	}
	if han == nil {
		return ""
	}
	return s[han[0]:han[1]]
}

// zoneNamed is the name of a zone in the database of time zones; false if the words may mean
// several, or do not hold on that day: no clock shows BST in March. Of CST a Chinese article
// means China's.
func zoneNamed(words string, on time.Time, han bool) (name string, certain bool) {
	if m := offsetOf.FindStringSubmatch(words); m != nil {
		return zoneAt(m)
	}
	key := words
	if m := zoneHan.FindStringSubmatch(words); m != nil {
		key = m[1]
	} else if m := zoneSaid.FindStringSubmatch(words); m[2] != "" {
		key = placeOf(m[2])
	}
	name, known := zoneNames()[key]
	if key == "CST" {
		if !han && inZone(on, "America/Chicago") == "CST" {
			return "", false
		}
		return chinaZone, true
	}
	if place, err := time.LoadLocation(name); !known || err != nil || place == nil {
		return "", false
	}
	if abbreviation := inZone(on, name); len(key) > 2 && strings.ToUpper(key) == key && key[0] < 0x80 && !isOffset(abbreviation) && abbreviation != key && key != "GMT" && key != "HKT" {
		return "", false
	}
	return name, true
}

// placeOf drops what stands around the name of a place in 「Thursday Toronto Daylight」.
func placeOf(words string) string {
	for _, kind := range []string{" Standard", " Daylight", " Summer", " Local"} {
		words = strings.TrimSuffix(words, kind)
	}
	for rest := words; rest != ""; {
		if _, ok := zoneNames()[rest]; ok {
			return rest
		}
		_, rest, _ = strings.Cut(rest, " ")
	}
	return words
}

// inZone is the abbreviation that clocks of a zone show on a day.
func inZone(on time.Time, name string) string {
	place, err := time.LoadLocation(name)
	if err != nil {
		return ""
	}
	out, _ := time.Date(on.Year(), on.Month(), on.Day(), 12, 0, 0, 0, place).Zone()
	return out
}

// isOffset reports a zone without an abbreviation of its own, such as +08.
func isOffset(abbreviation string) bool { return strings.ContainsAny(abbreviation, "+-0123456789") }

// zoneAt is the zone of a fixed offset from Greenwich, whose names count the other way round.
func zoneAt(m []string) (name string, certain bool) {
	hours, sign := atoi(m[2]), "-"
	if strings.ContainsAny(m[1], "−–-") {
		sign = "+"
	}
	switch {
	case atoi(m[3]) > 0 || hours > 12:
		return "", false
	case hours == 8 && sign == "-":
		return chinaZone, true
	case hours == 0:
		return "Etc/GMT", true
	}
	return "Etc/GMT" + sign + strconv.Itoa(hours), true
}
