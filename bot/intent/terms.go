package intent

import "zhujiao/bot/text"

// What counts as a term: its length in characters.
const termMin, termMax = 2, 5

// Terms returns the pieces of a text that may be what it is about: words of letters and
// digits as they stand, and runs of a few Chinese characters without those that only hold a
// sentence together. Each is given once.
func Terms(said string) (out []string) {
	seen := map[string]bool{}
	add := func(piece []rune) {
		if s := string(piece); len(piece) >= termMin && !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	letters := []rune(text.Fold(text.CutBytes(said, 300)))
	for i := 0; i < len(letters); {
		j := i
		for j < len(letters) && spelt(letters[j]) {
			j++
		}
		if j > i {
			add(letters[i:j])
			i = j
			continue
		}
		for k := i; k < len(letters) && speaking(letters[k]) && k-i < termMax; k++ {
			add(letters[i : k+1])
		}
		i++
	}
	return out
}

func spelt(r rune) bool { return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' }

// speaking reports whether a character is Chinese and says what a text is about.
func speaking(r rune) bool {
	const holding = "的了吗呢么嘛吧呀啊是我你您他她它们在有不没会能可以要想请问什怎这那哪个些就都也还和跟与或把被给对到从去来里上下吗多少几谁为因所而但如果很太最再又只"
	if r < 0x4e00 || r > 0x9fff {
		return false
	}
	for _, h := range holding {
		if h == r {
			return false
		}
	}
	return true
}
