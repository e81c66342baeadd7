package newclass

import (
	"fmt"

	"zhujiao/bot/content"
	"zhujiao/bot/content/newclass"
)

// AnswerAll answers the questions of a form from a file, and says for each line what is wrong
// with it, and what is missing.
func AnswerAll(f *newclass.Form, file string, answers []content.Answer) (wrong []string) {
	left := map[string]content.Answer{}
	for _, a := range answers {
		if _, twice := left[a.Field]; twice {
			wrong = append(wrong, line(file, a)+"「"+a.Field+"」写了两次")
		}
		left[a.Field] = a
	}
	refused := map[newclass.Field]bool{}
	for again := true; again; { // an answer may lead to further questions
		again = false
		for _, q := range f.Questions() {
			a, ok := left[string(q.Field)]
			if !ok {
				continue
			}
			delete(left, a.Field)
			if err := f.Answer(q.Field, a.Value); err != nil {
				wrong, refused[q.Field] = append(wrong, line(file, a)+Refusal(f, q, err)), true
			}
			again = true
			break
		}
	}
	for _, a := range answers {
		if _, unknown := left[a.Field]; unknown {
			wrong = append(wrong, line(file, a)+NoField(a.Field, string(f.Near(a.Field))))
		}
	}
	for _, q := range f.Missing() {
		if !refused[q.Field] {
			wrong = append(wrong, file+": "+NotAnswered(f, q))
		}
	}
	return wrong
}

func line(file string, a content.Answer) string { return fmt.Sprintf("%s:%d: ", file, a.Line) }
