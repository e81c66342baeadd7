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

// TestExplained finds the entry whose matters a question's words speak for, although it has none
// of them.
func TestExplained(t *testing.T) {
	t.Parallel()
	m := viewed()
	for said, want := range map[string]int{"自驾泊哪儿": 0, "公司财务走账": 1, "娃没谁看": 2} {
		r := m.index.read(text.Fold(said), noPhrase)
		for e, l := range r.likenesses {
			switch {
			case l.stated[partChars] > 0:
				t.Errorf("%q shares a character with %s", said, m.entries[e].ID)
			case l.explained > 1.001 || e == want && l.explained < 0.1:
				t.Errorf("%s explains %.2f of %q", m.entries[e].ID, l.explained, said)
			case e != want && l.explained >= r.likenesses[want].explained:
				t.Errorf("%q is explained by %s as well as by %s", said, m.entries[e].ID, m.entries[want].ID)
			}
		}
	}
}

// TestElsewhere finds the word that turns a question into another matter than the entry's.
func TestElsewhere(t *testing.T) {
	t.Parallel()
	m := viewed()
	measured := func(said string) float64 {
		r := m.index.read(text.Fold(said), noPhrase)
		r.tally.lookAt(m.index.file, 1)
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

// TestTelling reads the last clauses of a long text that ask.
func TestTelling(t *testing.T) {
	t.Parallel()
	for said, want := range map[string][]string{
		"今天天气不错,我在地铁上,能停车吗,晚饭吃了面,想问问几点开始": {"能停车吗", "想问问几点开始"},
		"能停车吗,有水喝吗,几点开始呢,在哪里上课,我等着":       {"有水喝吗", "几点开始呢", "在哪里上课"},
		"好,嗯,走": nil,
	} {
		if got := telling(text.Fold(said)); !slices.Equal(got, want) {
			t.Errorf("%q: read %q, want %q", said, got, want)
		}
	}
}
