package content

import (
	"cmp"
	"slices"
	"strings"

	"zhujiao/bot/campaign"
	"zhujiao/bot/text"
)

// Owners maps each folded phrase to its owner in words: a command, a pack, the
// passphrase or a frequent question. A phrase may have only one owner, since otherwise
// the reply to it would be arbitrary.
type Owners map[string]string

// The owners that are not named after something in the file.
const (
	checkinOwner = "签到口令"
	digitOwner   = "数字菜单的按键"
)

// commandOwners returns the owners of the command words.
func commandOwners(known Vocabulary) Owners {
	out := Owners{}
	for _, w := range known.Commands {
		out.assign(commandOwner(w), w)
	}
	return out
}

// assign gives an owner those of some phrases that have no owner yet.
func (c Owners) assign(owner string, phrases ...string) {
	for _, p := range phrases {
		if f := text.Fold(p); f != "" && c.Owner(f) == "" {
			c[f] = owner
		}
	}
}

func (c Owners) owned(phrase string) bool { return c[text.Fold(phrase)] != "" }

// Owner returns the owner of a phrase in words, or "" if it has none.
func (c Owners) Owner(phrase string) string {
	f := text.Fold(phrase)
	if len(f) == 1 && f >= "0" && f <= "9" {
		return digitOwner
	}
	return c[f]
}

func commandOwner(word string) string { return "指令「" + word + "」" }

func packOwner(p campaign.Pack) string { return "资料包「" + p.Name + "」" }

func entryOwner(e campaign.Entry) string { return "常见问题「" + e.Question + "」" }

// phraseClaims collects what people can say to which of several things in the file, and
// the words that have to be one of these.
type phraseClaims struct {
	report      *problemList
	owners      Owners
	everyday    func(said string) bool // may be nil
	claims      []claim
	commandRefs []commandRef
}

// claim is a phrase that something in the file wants for itself.
type claim struct {
	n             *node
	phrase, owner string
}

// claim notes that a phrase of the file shall belong to an owner. The claims are settled
// at the end, in the order of the file.
func (ph *phraseClaims) claim(n *node, phrase, owner string) {
	if n == nil {
		n = &node{line: 1, col: 1}
	}
	ph.claims = append(ph.claims, claim{n, phrase, owner})
}

// claimAll claims the elements of a list.
func (ph *phraseClaims) claimAll(list *node, phrases []string, owner string) {
	for i, p := range phrases {
		at := list
		if list != nil && i < len(list.items) {
			at = list.items[i]
		}
		ph.claim(at, p, owner)
	}
}

// settleClaims gives each phrase to its owner. Of two owners the earlier in the file has
// it, and the conflict is reported at the later.
func (ph *phraseClaims) settleClaims() {
	slices.SortStableFunc(ph.claims, func(a, b claim) int {
		return cmp.Or(cmp.Compare(a.n.line, b.n.line), cmp.Compare(a.n.col, b.n.col))
	})
	first := map[string]*node{}
	for _, c := range ph.claims {
		folded := text.Fold(c.phrase)
		other := ph.owners.Owner(c.phrase)
		where := ""
		if n := first[folded]; n != nil {
			where = "（第" + number(n.line) + "行）"
		}
		switch {
		case strings.TrimSpace(c.phrase) == "": // reported as an empty element
		case folded == "":
			ph.report.errorAt(c.n, c.owner+"的说法「"+c.phrase+"」里没有文字：只有标点或表情", "换成文字")
		case other == digitOwner:
			ph.report.errorAt(c.n, "「"+c.phrase+"」是数字菜单的按键，不能做别名或口令", "换一个说法")
		case other != "" && other != c.owner:
			ph.report.errorAt(c.n, "「"+c.phrase+"」同时属于"+other+where+"和"+c.owner+"，重复了", "删掉一处，不然不知道回复哪一个")
		case other != "" && first[folded] != nil:
			ph.report.warnAt(c.n, "「"+c.phrase+"」写了两次，重复了"+where+"：都属于"+c.owner, "删掉一处")
		default:
			ph.owners.assign(c.owner, c.phrase)
			first[folded] = c.n
		}
	}
}

// requireCommand notes that a word of a menu has to be a command, an alias or a
// question. It is checked at the end, because aliases come later in the file.
func (ph *phraseClaims) requireCommand(n *node, w string) {
	ph.commandRefs = append(ph.commandRefs, commandRef{n, w})
}

// commandRef is a word that has to be a command.
type commandRef struct {
	n    *node
	word string
}

// prefixCommands are commands that take words after them: a phrase that begins with one
// is never read as a passphrase.
func prefixCommands() []string {
	return []string{"提问", "取消顶", "补签", "领取", "失效", "签到", "顶"}
}

// checkPassphrases checks the passphrases of the check-in.
func (ph *phraseClaims) checkPassphrases(s *section, phrases []string) {
	list := s.get("口令")
	if list == nil || list.kind != listNode {
		return
	}
	if len(phrases) == 0 {
		ph.report.errorAt(list, "「口令」是空的，至少写一个", exampleHint("签到", "口令"))
	}
	ph.claimAll(list, phrases, checkinOwner)
	for i, p := range phrases {
		at := list.items[i]
		for _, w := range prefixCommands() {
			if strings.HasPrefix(text.Fold(p), w) && text.Fold(p) != w {
				ph.report.errorAt(at, "口令「"+p+"」以指令「"+w+"」开头，会被当成指令", "换一个口令")
				break
			}
		}
		if strings.HasPrefix(p, "#") {
			ph.report.errorAt(at, "口令「"+p+"」以「#」开头，会被当成班主任的指令", "换一个口令")
		}
		if ph.everyday != nil && ph.everyday(p) {
			ph.report.errorAt(at, "口令「"+p+"」是大家随口会说的话，没听课的人也会签到", "换一个平时不说的")
		}
		if len([]rune(text.Fold(p))) == 1 && !isDigits(text.Fold(p)) {
			ph.report.warnAt(at, "口令「"+p+"」只有一个字，容易猜到", "换一个长一点的")
		}
		if strings.ContainsAny(p, "{}｛｝") {
			ph.report.errorAt(at, "口令「"+p+"」里不能用占位符", "直接写出口令")
		}
	}
}
