package app

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"zhujiao/bot/bottest"
	"zhujiao/bot/moderation"
)

// nobodyBehind says of what on the pages of the console there are no people behind the number, by
// what stands before it or around it.
func nobodyBehind() map[string]string {
	const arrivals = "by channel only the number is listed: all who came stand behind the first step of the report"
	const sums = "the platform tells only how many a mass send has reached"
	return map[string]string{
		"送达": sums, "送不到": sums, "失败": sums, "等结果": sums,
		"库存": "packs that are left are nobody's", "主动消息额度": "the person of the page",
		"人反馈打不开（满": "the limit of the class", "人自动停发": "the limit of the class",
		"每月只送": "the platform's limit", "类似的": "tickets", "正在": "a broadcast that its own link leads to",
		"另一位班主任": "the limit of the class", "看进度": "a broadcast that the link beside leads to", "看、撤回": "the same",
		"最多": "the highest mark of a chart, which stands in its table", "一共": "the sum of a chart, whose shares lead to their people",
		"扫码或关注": arrivals,
		"≤":     "messages, not people", "直接答上": "questions", "先反问": "questions", "转给班主任": "questions", "指令、客气话": "messages",
		"先试发": "the first of the audience", "取消未发的": "a button; the same number stands above it",
	}
}

// fullEvening is a class in which everything that is counted has happened.
func fullEvening(t *testing.T, address string) *crowd {
	t.Helper()
	c := staffed(t, func(cfg *Config) {
		cfg.DatabaseURL = address
		change(t, cfg.Campaign, "名额: 120 => 名额: 50")
	})
	busyEvening(t, c)
	for i := range 3 {
		c.say(t, fmt.Sprint("p", 10+i), "链接打不开")
	}
	for _, who := range []string{"p20", "p21", "x1"} {
		c.say(t, who, "课程会讲到SaaS多租户后台吗")
		c.say(t, who, "提问 我做线下零售3年，想转电商产品，没碰过后台，订单和库存先学哪个？")
	}
	c.must(t, "m1", "#过 Q1", "Q1已通过")
	m := signedIn(t, c, "发送的人", moderation.RoleOwner)
	for _, name := range []string{"B1", "B2"} {
		m.post(home(c)+"sends/new", "text="+anyDayText+name)
		m.post(home(c)+"sends/new/audience", "of=present")
	}
	_, page := m.get(home(c) + "sends/B2")
	m.post(home(c)+"sends/B2/seen", "made="+hidden(t, page, "made"))
	m.post(home(c)+"sends/B2/confirm", "people=30")
	c.app.clock.Freeze(c.app.clock.Now().Add(11 * time.Second))
	c.settle(t)
	m.post(home(c)+"sends/B2/pause", "")
	return c
}

// figure is a number on a page: where it stands, and what it leads to; to is empty for nothing.
type figure struct {
	words, around, to string
	n                 int
}

// figuresOf lists the numbers of a page that count people: tiles, the tables of charts and their
// legends, and whatever says that it is so many people.
func figuresOf(t *testing.T, body string) (out []figure) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	has := func(n *html.Node, tag, class string) bool {
		for ; n != nil; n = n.Parent {
			classes := strings.Fields(attributeOf(n, "class"))
			if n.Type == html.ElementNode && n.Data == tag && (class == "" || slices.Contains(classes, class)) {
				return true
			}
		}
		return false
	}
	counted, digits := regexp.MustCompile(`(\d+)\s*人`), regexp.MustCompile(`(\d+)`)
	for n := range doc.Descendants() {
		if n.Type != html.TextNode || has(n, "script", "") || has(n, "header", "") || has(n, "ol", "questions") && has(n, "p", "words") ||
			has(n, "p", "said") || has(n, "span", "words") || has(n, "option", "") || has(n, "label", "") || has(n, "summary", "") {
			continue
		}
		figures := has(n, "dd", "") && has(n, "dl", "facts") || has(n, "td", "") && has(n, "figure", "chart") || has(n, "ul", "legend") ||
			has(n, "p", "big") && !has(n, "span", "sub")
		found := counted.FindAllStringSubmatch(n.Data, -1)
		if figures {
			found = digits.FindAllStringSubmatch(strings.ReplaceAll(n.Data, "%", ""), 1)
			if strings.Contains(n.Data, "%") && !counted.MatchString(n.Data) {
				found = nil // a share of numbers that stand beside it
			}
		}
		for _, f := range found {
			out = append(out, figure{words: strings.TrimSpace(n.Data), around: around(n), to: leadsTo(n), n: number(t, f[1])})
		}
	}
	return out
}

func attributeOf(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// leadsTo returns the link around a text, or "".
func leadsTo(n *html.Node) string {
	for ; n != nil; n = n.Parent {
		if n.Type == html.ElementNode && n.Data == "a" {
			return attributeOf(n, "href")
		}
	}
	return ""
}

// around is the text of the smallest block around a text.
func around(n *html.Node) string {
	for ; n != nil; n = n.Parent {
		if n.Type == html.ElementNode && slices.Contains([]string{"div", "tr", "li", "p", "h1", "h2", "figcaption"}, n.Data) {
			var b strings.Builder
			for d := range n.Descendants() {
				if d.Type == html.TextNode {
					b.WriteString(d.Data)
				}
			}
			return strings.Join(strings.Fields(b.String()), " ")
		}
	}
	return ""
}

// TestConsoleNumbersLead walks through all pages of the console: every number of people leads to
// them, the list has as many as the number says, and each of them leads to their own page.
func TestConsoleNumbersLead(t *testing.T) {
	t.Parallel()
	server := bottest.StartPostgres(t)
	for engine, address := range map[string]string{"sqlite": "", "postgres": server.URL()} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			numbersLead(t, address)
		})
	}
}

func numbersLead(t *testing.T, address string) {
	t.Helper()
	c := fullEvening(t, address)
	m := signedIn(t, c, "阿敏", moderation.RoleOwner)
	paths, _ := pagesOf(t, c, m)
	paths = append(paths, home(c)+"sends/B2", home(c)+"tickets/U1", home(c)+"schedule")
	behind, unused := nobodyBehind(), nobodyBehind()
	lists := map[string]figure{}
	n := 0
	for _, path := range paths {
		if strings.Contains(path, "/content/") {
			continue // the words of the class
		}
		if strings.Contains(path, "/people/") || strings.Contains(path, "/reach") || strings.Contains(path, "/behind") {
			continue // a person, and people
		}
		_, body := m.get(path)
	figures:
		for _, f := range figuresOf(t, body) {
			n++
			switch {
			case f.to != "":
				if strings.Contains(f.to, "/reach?") || strings.Contains(f.to, "/behind?") {
					lists[f.to] = f
				}
				continue
			case f.n == 0:
				continue
			}
			for part := range behind {
				if strings.Contains(f.around, part) {
					delete(unused, part)
					continue figures
				}
			}
			t.Errorf("%s: nobody behind %q in %q", strings.TrimPrefix(path, home(c)), f.words, f.around)
		}
	}
	if n < 60 || len(lists) < 25 {
		t.Errorf("%d numbers, %d lists: the test shows little", n, len(lists))
	}
	kinds := map[string]bool{}
	for _, to := range slices.Sorted(maps.Keys(lists)) {
		f, rest := lists[to], strings.TrimPrefix(to, home(c))
		kinds[regexp.MustCompile(`(reach|behind)\?.*?(of|what)=[a-z-]+`).FindString(rest)] = true
		if got := listed(t, m, rest); got != f.n && !strings.Contains(f.around, "送得到") {
			t.Errorf("%s lists %d people; %q says %d", rest, got, f.around, f.n)
		}
	}
	t.Logf("%d numbers, %d lists of %d kinds: %q; never met: %q", n, len(lists), len(kinds), slices.Sorted(maps.Keys(kinds)),
		slices.Sorted(maps.Keys(unused)))
}

// TestConsoleBehind: the lists behind numbers are for those who may list people, and an address
// that asks for no number has none.
func TestConsoleBehind(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 19, 0, 0)
	c.registerNumbered(t, "p", 60)
	m := signedIn(t, c, "阿敏", moderation.RoleStaff)
	if n := listed(t, m, "behind?what=signed"); n != 60 {
		t.Errorf("%d registered, by pages, want 60", n)
	}
	for _, bad := range []string{
		"", "what=", "what=nobody", "what=held&of=nothing", "what=reports&of=99", "what=votes&of=x", "what=signed&of=99",
		"what=notices&of=x:y", "what=held&of=99:nomark",
	} {
		if status, _ := m.get(home(c) + "behind?" + bad); status != http.StatusNotFound {
			t.Errorf("%q: %d", bad, status)
		}
	}
	for _, r := range []moderation.Role{moderation.RoleReader, moderation.RoleLecturer} {
		other := signedIn(t, c, cmp.Or(string(r), "x"), r)
		if status, _ := other.get(home(c) + "behind?what=signed"); status != http.StatusForbidden {
			t.Errorf("%s: %d", r, status)
		}
		for _, page := range []string{"", "tickets", "questions?tab=board"} {
			if _, body := other.get(home(c) + page); strings.Contains(body, "behind?") {
				t.Errorf("%s is led to what they may not see on %q", r, page)
			}
		}
	}
}
