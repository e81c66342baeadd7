package draft

import (
	"slices"
	"strings"

	regexp "zhujiao/bot/lazyregexp"
)

var (
	amount = regexp.MustCompile(`(?:[¥]|` + yuanWords + `|` + foreignWords + `)\s*(\d{1,3}(?:,\d{3})+|\d{1,6})(\.\d{1,2})?(?:\s*元)?|(\d{1,3}(?:,\d{3})+|\d{1,6})(\.\d{1,2})?\s*(?:元|块钱|块|円|yuan|` + yuanWords + `|` + foreignWords + `|euros?|dollars?|pounds?)|([$€£₩₹])\s*(\d{1,5})(\.\d{1,2})?`)
	// deposit is paid on the way to the price.
	deposit    = regexp.MustCompile(`定金|订金|押金|立减|满减|红包|奖金|减\s*\d`)
	notAmount  = regexp.MustCompile(`^(?:\s*(?:带|拿|送|成品|作品)|\s*(?:万|亿|人民币万)|[红奖优代]|[一-龥]{0,2}(?:红包|奖金|优惠券|代金券|补贴))`)
	priceCue   = regexp.MustCompile(`全部\s*\d+\s*元|只收\s*\d+(?:\.\d+)?\s*元|(?i:\b(?:everybody|everyone) else\b|\bothers\b)|元\s*/\s*(?:位|节|组|户|家|次)|[每一][人位家组]\s*¥?\d|(?i:\btuition|\b(?:adults?|under-?\d+s|children|concessions|guests|non-members|seniors|each|pp)\b)|\p{Han}票\s*¥?\d|元/张|(?:材料|场地|餐|茶水|教材|工本|书本|保险|服务|活动|课时|入场|手工|体验)费|每[家人位组户][^，。]{0,6}(?:收|交|付)|人均|AA|收(?:取)?\s*¥?\d|交\s*¥?\d|支付|付款|缴费|缴纳|正常价|元/场|元/节|原价|售价|定价|票价|门票|学费|费用|价格|早鸟|现价|优惠价|团购价|会员价?|特价|体验价|活动价|限时价|单人票|双人票|标准票|普通票|学生票|现场票|全价|团体|只需|仅需|只要|收费|报名费|押金|学员价|老学员|同行价|元/人|元一位|每人|(?i)\b(?:prices?|fees?|costs?|tickets?|early bird|regular|admission|standard|members?|per person|at the door)\b`)
	worthClass = regexp.MustCompile(`价值\s*(?:[¥]\s*)?\d+\s*(?:元|RMB)?\s*(?:的)?\s*(?:课程|公开课|直播课?|本次|本课|训练营|名师课|体验课|门票|大课|专业课|精品课|线上课|讲座|课(?:$|[，。！!]))|(?:课程|公开课|直播|本课|训练营|讲座|门票)\s*价值`)
	packWord   = regexp.MustCompile(`资料|礼包|大礼|书单|模板|电子书|手册|白皮书|工具包|学习包|题库|课件|讲义|思维导图|赠|送|奖|礼物|好礼|领取|周边|书籍|教材|红包|优惠券|代金券|试听课|录播|报告|清单|图书|门票一张|(?i)bonus|gift|toolkit|template|ebook|checklist|handbook|voucher`)
	freeSaid   = regexp.MustCompile(`[都全均]是?免费(?:的|$|[，。])|免费\s*0\s*元|^0\s*元[，。]|不用?交钱|免费(?:看|收看|收听|听课|听讲|旁听)|公益性质|(?:^|[，。；])\s*免费[，。；]|(?:线上|直播|观看)(?:观看)?免费|不收(?:取)?(?:任何)?\p{Han}{0,3}费|(?:全程|全部|完全|只要|仅需?)\s*0\s*元|0\s*元(?:听|报名|参加|入场|学|购)|不收(?:取)?(?:大家)?(?:任何|一分|一毛)?(?:钱|费用|学费|票)|一[分毛]钱(?:也|都)?不(?:收|要|花)|分文不[取收]|(?i:\bthere (?:is|are) no (?:fee|charge|cost|ticket)|\bno (?:fee|charge|cost)\b|free of charge)|：\s*免费(?:[，。；（]|$)|免费[\p{Han}]{0,5}(?:活动|讲座|直播|公开课)|(?i)\bcosts nothing\b|\bfree entry\b|免费的[^，。]{0,6}(?:课|讲座|直播|分享|活动)|(?:讲座|直播|公开课|沙龙|工作坊|分享会?|两场|全部|每场)(?:均|都|全部|全程|完全)?免费|不要钱|不用钱|无需付费|免票|免费(?:报名|参加|参与|听|听课|直播|公开课|课|课程|开放|讲座|预约|入场|观看|学|体验|名额|席位|抢|领票|分享|讲|举办|向|面向|不收)|(?:完全|全程|限时|本次|本场|公益|均|一律|活动|课程|门票|费用|入场|报名|听课|参加|参与|观看)(?:为)?\s*[：:]?\s*免费|[^\d.]0\s*元(?:报名|学|听|抢|参加|入场|预约|直播|公开课|体验|购|领课|上课)|^\s*0\s*元|[¥]\s?0(?:$|[^\d.])|不收(?:取)?(?:任何)?费|免费[）)！!。]*$|不(?:收|要|花)(?:一分)?钱|分文不取|公益(?:讲座|直播|课|活动|公开课)|(?i)\bfree (?:of charge|admission|webinar|entry|workshop|event|class|to (?:attend|join)|online|live|registration|and open|session|for everyone|masterclass|talk|seminar)|\b(?:is|are|it's|it’s|attend(?:ance)?|admission|entry|register|join) (?:is )?(?:completely |totally )?(?:for )?free\b|no (?:charge|cost|fee)`)
	notFree    = regexp.MustCompile(`(?:学员|学生|会员)凭[^，。]{1,4}免费|(?:老|新)?用户免费|不(?:是)?免费|非免费|(?:会员|学员|学生|儿童|老人|教师|员工)(?:单位|企业|家庭|客户|家长)?免费|免费(?:领|赠|获|送|拿|得|停车|资料|咨询|提供(?:茶|饮|午)|wifi|茶)`)
	paidSaid   = regexp.MustCompile(`(?:本场|本次|本课|活动|这次|这场)(?:是)?(?:收费|付费)|不设免费|(?i)\b(?:is|are)(?: not|n't|n’t) free\b|(?:为|是|属|系)?付费(?:直播|线下|线上|专场|小班|体验)?(?:课程?|活动|讲座|报名|参加|制|公开课|工作坊|培训|沙龙)|收费(?:活动|课程|讲座|培训)|(?:本次|本场|课程|活动|讲座)(?:需|须|要)(?:要)?付费|(?i)\b(?:paid|ticketed) (?:event|workshop|class|session)`)
	freeCue    = regexp.MustCompile(`^无[。]?$|^全免|^(?:限时|完全|全程|全部|均)?(?:免费|0\s*元|公益)|免费[)）]?$|免费[，,（(]|(?i)^(?:free|complimentary|no charge|none)\b`)
	kindOf     = regexp.MustCompile(`早鸟|正常|非会员|联报|套票|原价|现场|会员|学生|团体|双人|标准|普通|单人|现价|体验|押金|老学员|学员|VIP|vip|(?i)early bird|regular|door|member|student|standard`)
)

// priced is a price that is said.
type priced struct {
	sentence
	value, kind string
	worth       bool // what the class is said to be worth, which nobody pays
}

// prices takes what the class costs.
func prices(r *reader) {
	free, freeSource := r.free()
	list := allPrices(r, free)
	seen, inTable := map[string]priced{}, false
	pays, paysSource := "", ""
	r.out.ListPrice = listPrice(list)
	for _, p := range list {
		if other, ok := seen[p.kind]; ok && other.value != p.value {
			clash(r, Clash{Kind: ClashPrice, A: other.written(), B: p.written(), Source: p.raw})
			if inTable && p.line.kind != row {
				continue // what the table says stands
			}
		}
		seen[p.kind] = p
		inTable = inTable || p.line.own && p.line.kind == row
		r.price(p)
		if !p.worth && p.kind != "原价" && pays == "" {
			pays, paysSource = p.written(), p.raw
		}
	}
	switch {
	case free && (pays == "" || !onlyPublic.MatchString(fold(freeSource))):
		r.fact(FieldFree, true, freeSource)
		if pays != "" {
			clash(r, Clash{Kind: ClashFree, A: pays, Source: freeSource})
		}
	case pays != "" && !freeForSome.MatchString(fold(paysSource)):
		r.fact(FieldFree, false, paysSource)
	case !paid(r) && pays == "" && len(list) > 0:
		r.gap(FieldPrice, "", list[0].raw) // only what it is worth
	}
}

// allPrices reads the prices of the class; free says that the article calls it free.
func allPrices(r *reader, free bool) (list []priced) {
	for _, s := range relevant(r) {
		list = append(list, pricesOf(s)...)
	}
	if free {
		list = slices.DeleteFunc(list, besidesFree)
	}
	crossed(list)
	return list
}

// besidesFree reports a price outside of what is said about prices in an article that says that the
// class is free: unless its sentence speaks of the class, it is that of something else.
func besidesFree(p priced) bool {
	return p.line.topic != aboutPrice && (!ofThisClass.MatchString(p.text) || amountOnly(p.value) == "0")
}

// ofThisClass is a word for the class or for coming to it.
var ofThisClass = regexp.MustCompile(`课|讲座|直播|活动|沙龙|分享|培训|报名|参加|入场|听|席|名额|学费|票|押金|(?i:\b(?:class|talk|session|webinar|workshop|lesson|course|event|ticket|register|attend|join|seat)s?\b)`)

// onlyPublic is a sentence that says nothing but that the class is for the public good.
var onlyPublic = regexp.MustCompile(`^[^免收不]*公益[^免收不]*$`)

// crossed finds, of two prices that one line states without a word between them, the one that
// is crossed out: the first and dearer one.
func crossed(list []priced) {
	for i := range list {
		if i+1 >= len(list) || list[i].at != list[i+1].at || i > 0 && list[i-1].at == list[i].at || i+2 < len(list) && list[i+2].at == list[i].at {
			continue
		}
		if a, b := &list[i], &list[i+1]; a.kind == "" && b.kind == "" && dearer(a.value, b.value) {
			a.kind = "原价"
		}
	}
}

// dearer compares two amounts.
func dearer(a, b string) bool {
	return yuan(strings.TrimRight(strings.TrimLeft(a, currencySigns), "元")) > yuan(strings.TrimRight(strings.TrimLeft(b, currencySigns), "元"))
}

// price takes a price as the article writes it.
func (r *reader) price(p priced) {
	for _, f := range r.out.All(FieldPrice) {
		if same, _ := f.Value.(string); amountOnly(same) == amountOnly(p.value) {
			return
		}
	}
	v := p.written()
	if m := perSession.FindString(p.raw[strings.Index(p.raw, v)+len(v):]); m != "" && strings.Contains(p.raw, v) {
		v += strings.TrimSpace(m)
	}
	r.fact(FieldPrice, v, p.raw)
}

// written is a price as the article writes it, with its currency.
func (p priced) written() string {
	if v := amountWritten(p.raw, strings.TrimRight(strings.TrimLeft(p.value, currencySigns), "元")); v != "" {
		return v
	}
	return p.value
}

// currencySigns stand before an amount.
const currencySigns = "$€£₩₹"

// listPrice is what the class usually costs: the price that is called so, else the first one that
// is not for early birds.
func listPrice(list []priced) Fact {
	for _, usual := range []func(p priced) bool{
		func(p priced) bool { return p.kind == "原价" },
		func(p priced) bool { return !strings.EqualFold(p.kind, "early bird") && p.kind != "早鸟" },
	} {
		if i := slices.IndexFunc(list, usual); i >= 0 {
			return Fact{FieldListPrice, list[i].written(), list[i].raw}
		}
	}
	return Fact{}
}

// perSession is behind a price of each of several sessions.
var perSession = regexp.MustCompile(`^\s*/\s*(?:场|节|次|期|课)`)

// amountOnly is an amount without its currency and unit.
func amountOnly(s string) string {
	return strings.TrimSuffix(strings.TrimSuffix(fold(amountDigits.FindString(fold(s))), ".00"), ".0")
}

var amountDigits = regexp.MustCompile(`\d[\d,]*(?:\.\d+)?`)

// paid takes that the class costs something, though not how much; it reports whether that is said.
func paid(r *reader) bool {
	for _, s := range relevant(r) {
		if paidSaid.MatchString(s.text) && s.line.topic != aboutPoints {
			r.fact(FieldFree, false, s.raw)
			return true
		}
	}
	return false
}

// freeForSome says that others pay.
var freeForSome = regexp.MustCompile(`(?:会员|学员|学生|门店|客户|用户|单位|业主|教师|员工)[^，。；免]{0,5}免费[，；]?[^。]{0,12}\d+\s*[元块]|\d+\s*[元块][^。]{0,12}(?:会员|学员|学生|门店|客户|用户|单位|业主|教师|员工)[^，。；免]{0,5}免费|(?:老|新)用户免费|(?i)\bfree for (?:members|students|children|kids|staff)|(?:会员|学员|学生|儿童|老人|教师|员工)(?:单位|企业|家庭|客户|家长)?免费`)

// free finds the sentence that says that the class is free.
func (r *reader) free() (is bool, source string) {
	for _, s := range relevant(r) {
		v := s.text
		if s.line.own && s.first {
			v = s.line.value
		}
		if s.line.topic == aboutPrice && freeCue.MatchString(undecorated(v)) && !notFree.MatchString(v) && !freeForSome.MatchString(v) {
			return true, s.raw
		}
	}
	for _, s := range relevant(r) {
		if s.line.topic.in(aboutPacks, aboutTeacher) || s.line.topic == aboutPoints && s.line.kind == item || forbidden.MatchString(s.text) {
			continue
		}
		if saysFree(s.text) {
			return true, s.raw
		}
	}
	return false, ""
}

// saysFree reports a sentence that says that the class is free, for everybody.
func saysFree(s string) bool {
	if freeForSome.MatchString(s) {
		return false
	}
	return slices.ContainsFunc(freeSaid.FindAllStringIndex(s, 5), func(m []int) bool { return !notFree.MatchString(clause(s, m[0], m[1])) })
}

// pricesOf reads the prices of a sentence.
func pricesOf(s sentence) (out []priced) {
	if s.line.topic.in(aboutPacks, aboutPoints, aboutTeacher, aboutAudience, aboutAgenda) || forbidden.MatchString(s.text) || otherClass.MatchString(s.text) {
		return nil
	}
	topical := s.line.topic == aboutPrice
	for _, m := range amount.FindAllStringSubmatchIndex(s.text, 12) {
		around := clause(s.text, m[0], m[1])
		behind := s.text[m[1]:]
		if notAmount.MatchString(behind) || deposit.MatchString(around) {
			continue
		}
		if ofOther(s.text, m[0], behind) {
			continue
		}
		if around = clauseBefore(s.text, m[0]) + around; usual.MatchString(around) || soldBeside.MatchString(s.text[:m[0]]) {
			continue // 《…》一册（定价68元）
		}
		worth := worthClass.MatchString(around)
		aside := topical || len(out) > 0 && strings.Contains(s.text[:m[0]], "(") && group(s.text, m, 5) != ""
		if !worth && !ofClass(around, aside) {
			continue
		}
		value := amountOf(s.text, m)
		if value == "0元" && notAPrice(s, around) {
			continue
		}
		out = append(out, priced{s, value, priceKind(s, m[0], behind, worth), worth})
	}
	return append(out, loosePrices(s, len(out) > 0)...)
}

// ofOther reports an amount that is paid for something else, by the words around it.
func ofOther(s string, at int, behind string) bool {
	return otherFee.MatchString(clauseBefore(s, at)+lastClause(s[:at])+short(behind, 10)) || otherFee.MatchString(s[:at]) && !ofCourse.MatchString(s)
}

// ofCourse is a word for what is taught.
var ofCourse = regexp.MustCompile(`课|讲座|直播|报名|学费|培训|沙龙|工作坊|(?i:\b(?:class|talk|session|webinar|workshop|lesson|course|tickets?)\b)`)

// otherFee is what is paid for something else: a membership, a visit, a ticket to another event.
var otherFee = regexp.MustCompile(`《[^》]*》（[^）]{0,12}定价|特展|展厅|影展|画册|暗房|另向|会费|年费|年卡|月卡|季卡|挂号|疫苗|音乐会|演唱会|常设展|起购|升级|体检|窝沟|停车费|补考|代办|线下营|私教|旧版|全程跟妆|每套|一套|每瓶|一瓶|每斤|一斤|每包|(?i:\b(?:membership|dues|day pass|hot desk|locker|clinic|trip|deposit|per visit|a year|annual)\b)`)

// notAPrice reports a price of nothing that says that the class is free, and no more.
func notAPrice(s sentence, around string) bool {
	return (wholly.MatchString(around) || !s.line.own || s.line.topic != aboutPrice) && len(amount.FindAllStringIndex(s.text, 2)) < 2
}

// wholly says that nothing at all is paid.
var wholly = regexp.MustCompile(`全程|完全|全部|一律`)

// openBracket is a bracket that is open.
var openBracket = regexp.MustCompile(`[（(][^（()）]*$`)

// usual is what such a class costs on other days.
var usual = regexp.MustCompile(`另[售购卖]|单[买卖购]|不买|平[日时]|日常|^比|比请|相当于|便宜|省下`)

// soldBeside says of what stands before an amount that it is sold besides.
var soldBeside = regexp.MustCompile(`另(?:行)?[售购卖开][，（(\s]*(?:单价)?\s*$|不含在内[，]$`)

// clauseBefore is the clause before the bracket in which a place of a sentence stands.
func clauseBefore(s string, at int) string {
	open := openBracket.FindStringIndex(s[:at])
	if open == nil {
		return ""
	}
	return clause(s, open[0], open[0])
}

// ofClass reports an amount that is a price of the class by the words around it; known says that
// the sentence is about prices.
func ofClass(around string, known bool) bool {
	return !worthOf.MatchString(around) && !packWord.MatchString(packless(around)) && (known || priceCue.MatchString(around))
}

// loosePrices reads prices that are written without a currency: 45/人, 人均128.
func loosePrices(s sentence, known bool) (out []priced) {
	for _, m := range perHead.FindAllStringSubmatchIndex(s.text, 6) {
		if !amount.MatchString(clause(s.text, m[0], m[1])) {
			out = append(out, priced{s, group(s.text, m, 1) + "元", priceKind(s, m[0], s.text[m[1]:], false), false})
		}
	}
	if m := bareFirst.FindStringSubmatch(s.line.value); m != nil && s.first && s.line.own && s.line.topic == aboutPrice && !known && len(out) == 0 {
		return append(out, priced{s, m[1] + "元", "", false})
	}
	if m := bareAmount.FindStringSubmatch(s.text); m != nil && !known && len(out) == 0 && !packWord.MatchString(clause(s.text, strings.Index(s.text, m[0]), strings.Index(s.text, m[0])+len(m[0]))) {
		out = append(out, priced{s, m[1] + m[2] + "元", "", false})
	}
	return out
}

// worthOf is what a thing is worth.
var worthOf = regexp.MustCompile(`价值\s*¥?\s*\d|(?i:\bworth\s*(?:` + dollars + `|[€£¥]|[a-z]{3}\b)?\s*\d)`)

// perHead is a price for each of those who come: 45/人.
var perHead = regexp.MustCompile(`(?:^|[^\d.:：/])(\d{1,4})\s*/\s*(?:人|位|组|张)`)

// bareFirst is a price without its unit behind a label.
var bareFirst = regexp.MustCompile(`^(\d{1,5}(?:\.\d{1,2})?)(?:[，。；（]|$)`)

// bareAmount is a price without its unit: 人均128.
var bareAmount = regexp.MustCompile(`非(?:会员|团员|学员|成员)\s*(\d{1,4}(?:\.\d{1,2})?)(?:[，。；、]|$)|(?:人均|票价|学费|费用|报名费|早鸟价?)\s*(?:约|为|是|只要|仅|：)?\s*(\d{2,4})(?:[，。；、）!！]|$)`)

// otherClass is something that is sold besides: the training to which a free class leads.
var otherClass = regexp.MustCompile(`正式(?:课|训练营|班|学员)|系统课|正价课|后续课|进阶课|长期班|训练营为期|年度会员|VIP课`)

// kindBehind is the kind of a price that stands behind it: 39元的早鸟票.
var kindBehind = regexp.MustCompile(`^\s*的?(早鸟|现场|会员|学生|团体|双人|标准|普通|单人|现价|体验|正常)`)

// priceKind says which of several prices one is.
func priceKind(s sentence, at int, behind string, worth bool) (kind string) {
	if worth {
		return "原价"
	}
	before := s.text[:at]
	if m := clauseEnd.FindAllStringIndex(before, -1); len(m) > 0 && clauseEnd.MatchString(before) && amount.MatchString(before) {
		before = before[m[len(m)-1][1]:]
	}
	if m := kindBehind.FindStringSubmatch(behind); m != nil {
		return m[1]
	}
	if ks := kindOf.FindAllString(before+afterPrice(behind), -1); len(ks) > 0 && runes(before) < 60 {
		kind = ks[len(ks)-1]
	}
	if s.line.own && s.line.topic == aboutPrice && kind == "" && len(amount.FindAllStringIndex(s.line.text, 2)) == 1 {
		kind = kindOf.FindString(s.line.text)
	}
	return kind
}

// packless drops words in which 送 and the like do not mean a pack.
func packless(s string) string {
	return strings.NewReplacer("赠票", "", "送货", "", "奖学金", "").Replace(s)
}

// afterPrice is what stands in brackets behind a price.
func afterPrice(s string) string {
	if strings.ContainsAny(short(s, 8), "0123456789") {
		return "" // another price
	}
	if strings.HasPrefix(s, "（") || strings.HasPrefix(s, "(") || strings.HasPrefix(s, " (") {
		return short(s, 8)
	}
	return ""
}

// amountOf writes an amount of money.
func amountOf(s string, m []int) string {
	if sign := group(s, m, 5); sign != "" {
		return sign + group(s, m, 6) + group(s, m, 7)
	}
	return strings.ReplaceAll(group(s, m, 1)+group(s, m, 3), ",", "") + strings.TrimSuffix(strings.TrimSuffix(group(s, m, 2)+group(s, m, 4), ".00"), ".0") + "元"
}

var (
	seatsSaid  = regexp.MustCompile(`(?:^|[，。（])(\d{1,3})人小班|(?:线下|现场|椅子有|座椅|板凳|位子有)\s*(?:限|共|仅)?\s*(\d{1,4})\s*(?:席|人|座|位|把|张)|(?:仅开|仅收|最多|至多|只能|能进|坐得下|坐下|可?容纳|能坐|可坐|仅设|设有?|接待|只放|只留|备有?)(?:只能|能|可以?)?(?:进|坐|来|容纳|接待|收|放)?(?:下)?\s*(?:约|大约|共)?\s*(\d{1,6}|[一二两三四五六七八九十百]{1,6})\s*个?\s*(?:人|名|位|席|座|组|户|观众|听众)|(?:只收|只招|只限|只开|收|招|仅限|限额|每场|每期|每班|限量|限定|限报|限招|限|名额|席位|座位|只有|只开放|开放|仅有|仅开放|前|仅|规模|共|招收|招募|提供|控制在|上限|人数)\s*(?:前|为|是|仅|限|共|仅限|限定)?\s*[：:]?\s*(?:前)?\s*(\d{1,3}(?:,\d{3})+|\d{1,6}|[一二两三四五六七八九十百]{2,6})\s*(?:个)?\s*(人|名|位|席|座|组|户|家庭|孩子|小朋友|个?名额|个?席位|个?座位)|(\d{1,6})\s*个?\s*(?:免费|连线|线上|现场|线下)?(名额|席位|座位)|满\s*(\d{2,5})\s*人|(?:名额|席位|座位|人数)\s*[：:]?\s*(?:共|仅|仅限|限|为|约|有)?\s*(\d{1,6}|[一二两三四五六七八九十百]{1,6})\s*个|(?i)(?:limited to|capacity(?: of)?|maximum(?: of)?|max\.?|holds|room for|space for|accommodates|fits|only|up to|first|cap(?:ped)?(?: the (?:room|class|group))? at)\s*:?\s*(?:the )?(?:first )?(\d{1,5})\s*(?:seats?|people|participants|attendees|spots|places|guests|registrants|persons|students)?|(?i)\b(\d{1,5})\s+(?:seats|spots|places|chairs)\b`)
	notSeats   = regexp.MustCompile(`点赞|留言|打卡|下单|到场|已有|已经|已报|累计|超过|服务过|学员|每个?家庭|每家|每户|每校|每单位|剩|赠|送|得|领取|每组|每人|抽|奖|粉丝|用户|万|评论|好友|第|截图|截止|曾|老师|增加|追加|排名|限购|分享给|邀请|(?i)already|registered|left|remaining|win|gift|bonus|receive`)
	justNumber = regexp.MustCompile(`^(?:家长|家庭|学员|听众|观众|线下|现场|仅限|限|仅|共|约|前|仅有|限额|每[天场期班次]|最多|上限|(?i:max(?:imum)?|up to|limited to))?\s*(\d{1,3}(?:,\d{3})+|\d{1,6}|[一二两三四五六七八九十百]{2,6})\s*(?:个|人|名|位|席|座|组|户|名额|席位|seats|people|spots|places|participants|students|persons|attendees|guests|pax|\.|，|,|。|（|\(|$)`)
)

// seats takes how many may come.
func (r *reader) seats() {
	value := 0
	note := func(n int, source string) {
		switch {
		case n <= 0:
		case value == 0:
			value = n
			r.fact(FieldSeats, n, source)
		case n != value:
			clash(r, Clash{Kind: ClashSeats, A: itoa(value), B: itoa(n), Source: source})
		}
	}
	for i := range r.lines {
		n := &r.lines[i]
		if m := seatsRange.FindStringSubmatch(undecorated(n.value)); n.topic == aboutSeats && n.kind != heading && m != nil && value == 0 {
			note(atoi(m[1]), n.raw)
		}
		m := justNumber.FindStringSubmatch(undecorated(n.value))
		if m == nil {
			m = justNumber.FindStringSubmatch(n.value)
		}
		if n.topic == aboutSeats && n.kind != heading && m != nil && value == 0 {
			v, _ := number(m[1])
			note(v, n.raw)
		}
	}
	for _, s := range relevant(r) {
		if s.line.topic.in(aboutPacks, aboutTeacher, aboutAudience, aboutTitle) || s.line.topic == aboutPoints && s.line.kind == item {
			continue
		}
		for _, v := range seatsOf(s) {
			note(v, s.raw)
		}
	}
}

// seatsOf are the numbers of seats that a sentence says.
func seatsOf(s sentence) (out []int) {
	for _, m := range seatsSaid.FindAllStringSubmatchIndex(s.text, 5) {
		out = append(out, seatsIn(s, m))
	}
	if m := seatsMore.FindStringSubmatch(s.text); m != nil {
		n, _ := number(strings.Join(m[1:], ""))
		out = append(out, n)
	}
	return out
}

// seatsMore are further ways of saying how many may come.
var seatsMore = regexp.MustCompile(`(?i:\b(?:room|hall|space|studio|call) (?:takes|holds|seats)) (\d{2,4})|(?:名额|席位|座位)\s*(\d{2,5})(?:[，。；]|$)|(\d{2,4}|[一二两三四五六七八九]?[十百][一二三四五六七八九十]?)个?\s*位[子置](?:$|[，。])|(?:位置|名额|座位|席位)(?:只有|共|仅|有|一共)?\s*(\d{1,5})\s*个|容量(?:为|是)?\s*(\d{1,5})\s*人|(?i:we can take|room for|space for)\s+(\d{1,5})`)

// seatsIn is the number of a sentence, if it is one of seats; 0 otherwise.
func seatsIn(s sentence, m []int) int {
	around := clause(s.text, m[0], m[1])
	if fullThen.MatchString(s.text[m[0]:]) {
		return 0
	}
	if notSeats.MatchString(strings.NewReplacer("坐得下", "", "占得席位", "").Replace(around)) && s.line.topic != aboutSeats || earlyBird.MatchString(around) {
		return 0
	}
	if isMostlyLatin(s.text) && !latinSeats.MatchString(s.text[m[0]:]) && !seatsLatin.MatchString(s.text[:m[0]]) && s.line.topic != aboutSeats {
		return 0
	}
	for _, i := range []int{1, 2, 3, 4, 6, 8, 9, 10, 11} {
		if v, ok := number(group(s.text, m, i)); ok && v >= 3 {
			return v
		}
	}
	return 0
}

// fullThen is a number of people that has to be reached for something.
var fullThen = regexp.MustCompile(`^[^，。]{0,3}满\s*\d+\s*[人位名][，]?(?:每人|就|则|即|送|开)`)

// seatsRange is from how many to how many people.
var seatsRange = regexp.MustCompile(`^\d{1,4}\s*[人位名]?\s*[-~～—–至到]+\s*(\d{1,5})\s*[人位名组席]`)

var earlyBird = regexp.MustCompile(`前\s*\d+\s*[名位人个][^，。]{0,4}\d+\s*[元块]|早鸟|(?i)early bird`)

var seatsLatin = regexp.MustCompile(`(?i)\b(?:enrol\w*|registration|participation|numbers|seats?|places?|spots?|capacity|attendance)(?: (?:is|are))?\s*$`)

var latinSeats = regexp.MustCompile(`(?i)^.{0,30}(?:chairs|seats?|people|participants|attendees|spots|places|guests|registrants|persons|students|capacity)`)
