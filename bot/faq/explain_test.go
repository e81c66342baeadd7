package faq //nolint:testpackage // the view of a file is not exported

import (
	"slices"
	"testing"

	"zhujiao/bot/text"
)

// viewed returns a matcher with answers about a few matters.
func viewed(subject ...string) *Matcher {
	m, _ := New(Setup{Subject: subject, Entries: []Entry{
		{ID: "car", Title: "能停车吗", Answer: "负一楼有车位，凭票减免两小时。"},
		{ID: "invoice", Title: "能开发票吗", Answer: "报名后填抬头和税号，三天内发到邮箱。"},
		{ID: "kids", Title: "可以带孩子来吗", Answer: "六岁以上可以旁听。"},
		{ID: "glaze", Title: "作品上釉要几天", Answer: "上釉烧制两周，烧好通知大家来取。"},
	}})
	return m
}

// TestExplained finds the entry whose matters a question's words speak for, although it has
// hardly any of them.
func TestExplained(t *testing.T) {
	t.Parallel()
	m := viewed()
	for said, want := range map[string]string{"自驾过去泊哪儿好": "car", "家里没人看娃": "kids", "公司要报销凭证": "invoice"} {
		r := m.index.read(text.Fold(said), noPhrase)
		best := 0
		for e := range r.likenesses {
			if r.likenesses[e].explained > r.likenesses[best].explained {
				best = e
			}
		}
		if got := m.entries[best].ID; got != want || r.likenesses[best].explained > 1.001 {
			t.Errorf("%q is explained best by %s (%.2f), want %s", said, got, r.likenesses[best].explained, want)
		}
	}
}

// TestElsewhere finds the word that turns a question into another matter than the entry's.
func TestElsewhere(t *testing.T) {
	t.Parallel()
	m := viewed()
	measured := func(said string) float64 {
		r := m.index.read(text.Fold(said), noPhrase)
		return elsewhere(m.index, &r, 1)
	}
	for _, other := range []string{"发票上的食堂在哪吃饭", "发票那个地铁怎么坐"} {
		if same := "发票能开吗报销用"; measured(other) <= measured(same) {
			t.Errorf("%q speaks for other matters by %.2f, %q by %.2f", other, measured(other), same, measured(same))
		}
	}
}

// TestSubjectIsNoMatter lets the words that name a class speak for hardly any matter, in the
// question as in the entries.
func TestSubjectIsNoMatter(t *testing.T) {
	t.Parallel()
	topic := func(m *Matcher, said string, entry int) float64 {
		return m.index.read(text.Fold(said), noPhrase).likenesses[entry].topic
	}
	const said = "那个陶艺上釉课的车停哪"
	plain, named := viewed(), viewed("周末陶艺上釉课")
	if a, b := topic(plain, said, 0)/topic(plain, said, 3), topic(named, said, 0)/topic(named, said, 3); b <= a {
		t.Errorf("parking beside glazing is %.2f, and %.2f where the class is named so", a, b)
	}
}

// TestTopicsRead reads texts one after the other in the same memory as each by itself.
func TestTopicsRead(t *testing.T) {
	t.Parallel()
	var again topicsAbout
	for _, said := range []string{"能停车吗", "", "证书丢了能补办吗", "娃没人带"} {
		again.read(shippedTopics(), shipped().read(text.Fold(said)).features(), nil)
		alone := about(said)
		if again.most() != alone.most() || len(again.touched) != len(alone.touched) {
			t.Errorf("%q is read as %v, alone as %v", said, again.most(), alone.most())
		}
		square := float32(0)
		for i, v := range again.all {
			square += v * v
			if v != alone.all[i] {
				t.Fatalf("%q: matter %d is %v, alone %v", said, i, v, alone.all[i])
			}
		}
		if said != "" && (square < 0.999 || square > 1.001) {
			t.Errorf("%q: the squares add up to %v", said, square)
		}
	}
}

// TestStaleTopics refuses what is no model of matters.
func TestStaleTopics(t *testing.T) {
	t.Parallel()
	for _, data := range []string{"", "1234567", topicModel[:len(topicModel)-4], topicModel + "more", "\x00\x00\x00\x01\x7f\xff\xff\xff"} {
		if _, err := loadTopics(data); err == nil {
			t.Errorf("%d bytes are taken for a model", len(data))
		}
	}
}

// TestTelling reads the clauses of a long text that ask, later ones before earlier ones.
func TestTelling(t *testing.T) {
	t.Parallel()
	for said, want := range map[string][]string{
		"今天天气不错,我在地铁上,能停车吗,晚饭吃了面,想问问几点开始": {"能停车吗", "晚饭吃了面", "想问问几点开始"},
		"能停车吗,有水喝吗,几点开始呢,在哪里上课,我等着":       {"有水喝吗", "几点开始呢", "在哪里上课"},
		"好,嗯,走": nil,
	} {
		if got := telling(text.Fold(said)); !slices.Equal(got, want) {
			t.Errorf("%q: read %q, want %q", said, got, want)
		}
	}
}
