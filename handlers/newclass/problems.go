package newclass

import (
	"errors"
	"fmt"

	"zhujiao/bot/content/newclass"
)

// Refusal says why an answer cannot be taken, and what to write.
func Refusal(f *newclass.Form, q newclass.Question, err error) string {
	var p *newclass.AnswerError
	if !errors.As(err, &p) {
		return err.Error()
	}
	return why(p) + "\n" + How(f, q)
}

// why says what is wrong with an answer.
func why(p *newclass.AnswerError) string {
	said := "「" + short(p.Words) + "」"
	switch p.Code {
	case newclass.CodeEmpty:
		return "这一项要写。"
	case newclass.CodeTime:
		return said + "读不懂是哪天几点。"
	case newclass.CodeNoClock:
		return said + "没有写几点。"
	case newclass.CodeNoDay:
		return said + "没有这一天，或者没有写哪天。"
	case newclass.CodeWeekday:
		return said + "的星期对不上：" + Day(p.At) + "。"
	case newclass.CodePast:
		return Day(p.At) + "已经过去了。"
	case newclass.CodeFar:
		return said + "是" + fmt.Sprint(p.At.Year()) + "年" + Day(p.At) + "吗？离现在很久，请写上年份。"
	case newclass.CodeSkipped:
		return said + "因为夏令时不存在或者有两次，换一个时刻。"
	case newclass.CodeLength:
		return said + "读不懂是多久。"
	case newclass.CodeLong:
		return said + "不像一场课的长度。"
	case newclass.CodeWindow:
		return said + "读不懂是几点到几点。"
	case newclass.CodeReminder:
		return said + "读不懂是开课前多久。"
	default:
		return whyElse(p, said)
	}
}

func whyElse(p *newclass.AnswerError, said string) string {
	switch p.Code {
	case newclass.CodeCount:
		return said + "读不懂是多少。"
	case newclass.CodeRange:
		return fmt.Sprintf("%s要在 %d 到 %d 之间。", said, p.Low, p.High)
	case newclass.CodeLink:
		return said + "里没有网址。"
	case newclass.CodeLinkEnd:
		return "这条链接" + Day(p.At)[:len(Day(p.At))-len("00:00")] + "就到期了，这一场用不了。"
	case newclass.CodeUntil:
		return said + "读不懂是哪天到期。"
	case newclass.CodePhrase:
		return said + "是上一场的口令，听过上一场的人都知道，换一个。"
	case newclass.CodeEarn:
		return said + "读不懂怎么领。"
	case newclass.CodeChance:
		return "抽的话要写机会，例如 抽三成。"
	case newclass.CodePicture:
		return "活动文件旁边没有" + said + "这个图片，先放过去，或者先待补。"
	case newclass.CodeField, newclass.CodeEntry:
		if p.Near != "" {
			return "没有" + said + "，是不是想写「" + p.Near + "」？"
		}
		return "没有" + said + "。"
	case newclass.CodeNoOld:
		return "上一场没有可以照着的，请直接写。"
	case newclass.CodeTaken:
		return said + "已经是另一场的编号。"
	case newclass.CodeCheck:
		return p.Words + "。"
	default:
		return said + "不对。"
	}
}

// short cuts words that are shown back.
func short(words string) string {
	if r := []rune(words); len(r) > 30 {
		return string(r[:30]) + "…"
	}
	return words
}

// NoField says that a file of answers has a field that does not exist.
func NoField(name, near string) string {
	if near == "" {
		return "没有「" + name + "」这一项"
	}
	return "没有「" + name + "」这一项，是不是想写「" + near + "」"
}

// NotAnswered says that a file of answers lacks a field.
func NotAnswered(f *newclass.Form, q newclass.Question) string {
	return "缺少「" + string(q.Field) + "」：" + How(f, q)
}
