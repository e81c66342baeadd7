package intent

import (
	"strings"
	"unicode/utf8"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	regexp "zhujiao/bot/lazyregexp"
)

// How people go on from the last answer without saying all of it again (ruling 56). Each
// pattern covers the whole text.
var (
	// another names another object and leaves out what is asked about it: 那iPad呢,
	// 换成安卓呢, 平板呢.
	another = regexp.MustCompile(`^(那么|那如果|那要是|那|要是|如果|还有|换成|换)(是|换成|用|带)?(.+?)(的话)?(呢|咧|嘞|怎么样|咋样|也?(可以|行|能用|能看|能来|能进)(吗|么|不))$|` +
		`^(.+?)(的话)?(呢|咧|嘞)$`)
	// back refers to what was spoken of last.
	back = regexp.MustCompile(`^(那|那么)?(里面|里头|里边|它|这份|那份|这个包|那个包|这包|那包)`)
	// notObject are words of a question, which no object has.
	notObject = regexp.MustCompile(`什么|怎|咋|哪|几|多少|多久|谁|吗|么|不|没|为|在|我|你|他|她|人家|这|那|今天|明天|后来|然后|老师$|人$`)
)

// objectMax is the longest object in characters.
const objectMax = 8

// otherObject returns the object with which a folded text goes on, or "".
func otherObject(folded string) string {
	f := another.FindStringSubmatch(folded)
	if f == nil {
		return ""
	}
	object := strings.TrimSuffix(f[3]+f[8], "的")
	if object == "" || utf8.RuneCountInString(object) > objectMax || notObject.MatchString(object) {
		return ""
	}
	return object
}

// LeavesOutObject reports whether a folded text does not say what it is about, which is then
// what was spoken of last: 里面都有啥.
func LeavesOutObject(folded string) bool { return len(folded) <= mannerMax && back.MatchString(folded) }

// offers reports whether a class has what a command is about: nobody is asked whether they
// want a pack, or to put a question, where there are none.
func offers(c *campaign.Campaign, word string) bool {
	switch word {
	case packsWord, reportWord:
		return len(c.Packs) > 0
	case askWord:
		return !c.Questions.Unlisted
	default:
		return true
	}
}

// dropLacking drops a wish for something that the class does not have, so that an entry of
// its own can answer it: the handout of a class without packs. A wish for packs that no
// entry answers stays, for the command says that there are none.
func (r *Reader) dropLacking(m *memo, w *bot.TextReading) {
	switch w.Wish.Wish {
	case bot.WishAsk, bot.WishBoard, bot.WishOwnQuestions:
		if !offers(r.campaign, askWord) {
			w.Wish = bot.WishReading{}
		}
	case bot.WishPacks:
		if offers(r.campaign, packsWord) {
			return
		}
		if r.readQuestion(m, w); w.Match.Band != bot.BandNone {
			w.Wish = bot.WishReading{}
		}
	default:
	}
}
