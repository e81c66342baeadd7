package draft

import (
	"fmt"
	"os"
	"testing"
)

func TestDebug(t *testing.T) {
	f := os.Getenv("DBG")
	if f == "" {
		t.Skip()
	}
	data, _ := os.ReadFile(f)
	r := &reader{sessionLine: map[int]bool{}}
	parse(r, decoded(data))
	mark(r.lines)
	r.split()
	for i, n := range r.lines {
		fmt.Printf("%d k%d d%d %-9s own=%v sec=%d | %s\n", i, n.kind, n.depth, n.topic, n.own, n.section, short(n.text, 70))
	}
	for i := range r.lines {
		if p := packsOf(r, i); len(p) > 0 {
			fmt.Printf("%d %+v\n", i, p)
		}
	}
	for _, find := range []func(*reader) []hostCandidate{headHosts, pageHosts, endHosts, toldHosts, roomHosts} {
		for _, c := range find(r) {
			fmt.Println(c.name, c.weight, hostLike(c.name))
		}
	}
}

func TestDebug2(t *testing.T) {
	for _, s := range []string{"半亩书店"} {
		fmt.Println(orgSelf.MatchString(s), orgVerbs.FindString(s), notHost.FindString(s), labelTopic(s), isGeneral(s), citySite.MatchString(s))
	}
	data, _ := os.ReadFile("/tmp/w/draftscore/x3/pm_meetup.md")
	for _, f := range Read(data, Options{}).All(FieldSignupWay) {
		fmt.Println(f)
	}
}
