package draft

import (
	"strconv"
	"strings"
	"unicode"

	regexp "zhujiao/bot/lazyregexp"
)

const (
	// yuanWords are the ways of writing yuan, signs aside.
	yuanWords = `人民币|RMB|rmb|CNY`
	// foreignWords are other currencies by their codes and names; those in Chinese may stand
	// before an amount with 元 behind it: 港币45元.
	foreignWords = `EUR|USD|GBP|HKD|SGD|AUD|CAD|NZD|CHF|JPY|MYR|TWD|KRW|THB|INR|美元|美金|港币|港元|港纸|欧元|英镑|新台币|台币|新加坡元|新加坡币|新币|日元|日币|澳元|澳币|加元|加币|韩元|泰铢`
	// dollars are the countries of dollars, before the sign.
	dollars = `(?:US|HK|NT|NZ|AU|CA|SG|S|A|C)?[$＄]`
	// moneySign is what may stand before an amount.
	moneySign = `(?:` + dollars + `|[¥￥€£₩₹]|` + yuanWords + `|` + foreignWords + `)?`
)

var (
	foreignMoney = regexp.MustCompile(`(?i:` + foreignWords + `|euros?|dollars?|pounds?)|[$＄€£₩₹円]`)
	yuanMoney    = regexp.MustCompile(`(?i:` + yuanWords + `|yuan)|[¥￥元块]`)
)

// Yuan reads an amount of money as an article writes it (「¥79」, 「9.9元」, 「60元/场」); source is
// the sentence that holds it. It is false for another currency, and for a number without one in a
// sentence that is not Chinese.
func Yuan(amount, source string) (float64, bool) {
	amount, _, _ = strings.Cut(amount, "/")
	if foreignMoney.MatchString(amount) || !yuanMoney.MatchString(amount) && !strings.ContainsFunc(source, func(c rune) bool { return unicode.Is(unicode.Han, c) }) {
		return 0, false
	}
	v, err := strconv.ParseFloat(strings.ReplaceAll(amountOnly(amount), ",", ""), 64)
	return v, err == nil
}

// moneyIn is an amount of money as it is written: digits of all widths.
var moneyIn = regexp.MustCompile(`(?:^|[^\d０-９.．])(` + moneySign + `\s*((?:[\d０-９]{1,3}(?:,[\d０-９]{3})+|[\d０-９]+)(?:[.．][\d０-９]+)?)\s*(?:元|块钱|块|円|` +
	yuanWords + `|` + foreignWords + `|yuan|euros?|dollars?|pounds?)?)`)

// amountWritten is an amount as the article writes it, with its currency; "" if the text does not
// hold it.
func amountWritten(raw, digits string) string {
	if digits == "" {
		return ""
	}
	for _, m := range moneyIn.FindAllStringSubmatch(raw, 40) {
		if yuan(strings.ReplaceAll(amountOnly(m[2]), ",", "")) == yuan(strings.ReplaceAll(amountOnly(digits), ",", "")) {
			return strings.TrimSpace(m[1])
		}
	}
	return ""
}

// notWhole notes the amounts that a file, which holds whole yuan, cannot have: what the class and
// the packs are worth in another currency, or with a fraction.
func notWhole(r *reader) {
	note := func(amount, source, pack string, missing Field) {
		kind := ClashCurrency
		if v, ok := Yuan(amount, source); ok {
			if kind = ClashFraction; v == float64(int(v)) {
				return
			}
		}
		clash(r, Clash{Kind: kind, A: amount, B: pack, Source: source})
		r.gap(missing, pack, source)
	}
	list := r.out.ListPrice
	if list == (Fact{}) {
		list = firstOf(r.out.All(FieldPrice))
	}
	if v, ok := list.Value.(string); ok {
		note(v, list.Source, "", FieldListPrice)
	}
	for _, f := range r.out.All(FieldPack) {
		if p, ok := f.Value.(Pack); ok && p.Value > 0 {
			note(p.Written, f.Source, p.Name, FieldPackValue)
		}
	}
}

// firstOf is the first of some facts; the zero one if there is none.
func firstOf(list []Fact) (first Fact) {
	if len(list) > 0 {
		first = list[0]
	}
	return first
}
