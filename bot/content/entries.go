package content

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"zhujiao/bot/campaign"
	"zhujiao/bot/text"
)

// entryReader reads the frequent questions.
type entryReader struct {
	l       *loader
	intents map[string]string // intent → the entry that names it
}

// entries reads the section 常见问题.
func (r *entryReader) entries(n *node) {
	r.l.faqBroken = n == nil || n.kind != listNode
	for _, item := range r.l.items(n, "常见问题") {
		s := r.l.section(item, "常见问题")
		var e campaign.Entry
		s.needStr("编号", &e.ID)
		s.needStr("问", &e.Question)
		r.l.faqBroken = r.l.faqBroken || e.Question == ""
		e.Aliases = s.list("别名")
		s.str("答", &e.Answer)
		s.flag("待补", &e.Pending)
		s.str("待补说法", &e.PendingText)
		s.str("意图", &e.Intent)
		s.str("图片", &e.Image)
		s.day("图片有效至", &e.ImageUntil)
		s.reportUnknownKeys()
		if _, dup := r.l.c.Entry(e.ID); dup && e.ID != "" {
			where := ""
			if places := r.l.places[e.ID]; len(places) > 0 {
				where = "，第" + number(int(places[0].line)) + "行附近已经有了"
			}
			r.l.report.errorAt(s.get("编号"), "常见问题编号「"+e.ID+"」重复了"+where, "换一个编号")
			continue
		}
		if campaign.IsPublishedID(e.ID) {
			r.l.report.warnAt(s.get("编号"), "编号「"+e.ID+"」像班主任发布的常见问题的编号，会和它们混在一起", "换一个编号，例如 parking")
		}
		r.fillLive(&e)
		switch {
		case e.Pending:
			r.l.report.warnAt(item, "「"+e.Question+"」还待补，问到会转给班主任", "")
		case strings.TrimSpace(e.Answer) == "" && e.Image == "":
			at := item
			if v := item.child("答"); v != nil {
				at = v
			}
			r.l.report.errorAt(at, "「"+e.Question+"」没有答案，缺少「答」", "写上「答」，还没有就写「待补: true」")
		}
		r.checkPending(s, e)
		r.checkImage(s, e)
		r.assignEntry(s, item, e)
		r.checkIntent(s.get("意图"), e)
		r.l.c.FAQ = append(r.l.c.FAQ, e)
		(&checker{r.l}).checkAnswer(s.get("答"), e.Answer)
		(&checker{r.l}).checkAnswer(s.get("待补说法"), e.PendingText)
	}
}

// fillLive answers the question for the live room as soon as its address stands in the
// settings (ruling 50), so that no 待补 has to be deleted by hand on the evening.
func (r *entryReader) fillLive(e *campaign.Entry) {
	if !e.Pending || r.l.c.LiveRoom == "" || e.ID != "live" && e.Intent != "直播入口" {
		return
	}
	e.Pending, e.PendingText = false, ""
	if strings.TrimSpace(e.Answer) == "" {
		e.Answer = "直播间：{直播间}"
	}
}

// assignEntry gives an entry its wordings and records their positions.
func (r *entryReader) assignEntry(s *section, item *node, e campaign.Entry) {
	if v := s.get("问"); v != nil {
		item = v
	}
	r.l.phrases.claim(item, e.Question, entryOwner(e))
	r.l.places[e.ID] = append(r.l.places[e.ID], placeOf(s.get("问")))
	aliases := s.get("别名")
	r.l.phrases.claimAll(aliases, e.Aliases, entryOwner(e))
	for i := range e.Aliases {
		r.l.places[e.ID] = append(r.l.places[e.ID], placeOf(aliases.items[i]))
	}
}

// checkPending reports an entry that is 待补 though it has an answer, and the other way
// round.
func (r *entryReader) checkPending(s *section, e campaign.Entry) {
	if e.Pending && strings.TrimSpace(e.Answer) != "" {
		r.l.report.warnAt(s.get("待补"), "「"+e.Question+"」有了答案，但还写着「待补: true」，答案不会发出去", "删掉「待补: true」")
	}
	if e.PendingText != "" && !e.Pending {
		r.l.report.warnAt(s.get("待补说法"), "「"+e.Question+"」有「待补说法」，但没有写「待补: true」，不会用到", "删掉「待补说法」")
	}
}

// checkImage checks the picture of an answer.
func (r *entryReader) checkImage(s *section, e campaign.Entry) {
	at := s.get("图片")
	switch {
	case e.Image == "":
		if !e.ImageUntil.IsZero() {
			r.l.report.warnAt(s.get("图片有效至"), "写了「图片有效至」，但没有「图片」", "写上「图片」，或删掉这一行")
		}
		return
	case strings.ContainsAny(e.Image, `/\`):
		r.l.report.errorAt(at, "图片「"+e.Image+"」要和活动文件放在一起", "只写文件名")
		return
	case !slices.Contains(watchedKinds()[3:], strings.ToLower(filepath.Ext(e.Image))):
		r.l.report.errorAt(at, "图片「"+e.Image+"」的格式不对", "用 png、jpg 或 gif")
		return
	}
	if r.l.onDisk {
		if _, err := r.l.read(e.Image); errors.Is(err, fs.ErrNotExist) {
			r.l.report.errorAt(at, "图片「"+e.Image+"」打不开：没有这个文件", "把它和活动文件放在一起，检查文件名")
		}
	}
}

func placeOf(n *node) place {
	if n == nil {
		return place{1, 1}
	}
	return place{int32(n.line), int32(n.col)} //nolint:gosec // a file has at most maxFile bytes
}

// checkIntent checks the 意图 of an entry. With an unknown one the entry would inherit no
// phrasings, not even because of its wording.
func (r *entryReader) checkIntent(n *node, e campaign.Entry) {
	if e.Intent == "" {
		return
	}
	first := r.intents[e.Intent]
	switch {
	case !slices.Contains(r.l.vocabulary.Intents, e.Intent):
		r.l.report.errorAt(n, "没有「"+e.Intent+"」这个意图", r.intentHint(e.Intent))
	case first != "":
		r.l.report.warnAt(n, "意图「"+e.Intent+"」已经写给「"+first+"」，这里不算", "删掉一处")
	default:
		r.intents[e.Intent] = e.Question
	}
}

func (r *entryReader) intentHint(wrong string) string {
	if near := nearest(wrong, setOf(r.l.vocabulary.Intents)); near != "" {
		return "你是不是想写「" + near + "」"
	}
	return "可以写 " + strings.Join(r.l.vocabulary.Intents, "、") + "，或删掉这一行"
}

// concepts reads the section 概念: the operator's synonyms by concept.
func (r *entryReader) concepts(n *node) {
	s := r.l.section(n, "概念")
	r.l.c.Concepts = map[string][]string{}
	for _, p := range s.n.pairs {
		name := p.key.text
		words := s.list(name)
		if len(words) == 0 {
			r.l.report.errorAt(p.key, "概念「"+name+"」没有词", "写成 "+name+": [词, 词]")
		}
		for _, w := range words {
			if text.Fold(w) == "" {
				r.l.report.errorAt(p.value, "概念「"+name+"」里有空的词", "删掉它")
			}
		}
		r.l.c.Concepts[name] = words
	}
}
