package wechat

import "context"

// AutoReply is a keyword rule of the automatic replies that the account has set up.
type AutoReply struct {
	Name string
	// Keywords trigger the rule if they are the whole message, Contained if they are
	// part of it.
	Keywords, Contained []string
	// Texts are the answers that are texts, Others is the number of other answers.
	Texts  []string
	Others int
	// RandomOne is set if the rule answers with one of them at random, instead of all.
	RandomOne bool
}

// AutoReplies returns the keyword rules of the account.
func (s *Sender) AutoReplies(ctx context.Context) ([]AutoReply, error) {
	var out struct {
		Rules struct {
			List []struct {
				Name     string `json:"rule_name"`
				Mode     string `json:"reply_mode"`
				Keywords []struct {
					Mode    string `json:"match_mode"`
					Content string `json:"content"`
				} `json:"keyword_list_info"`
				Replies []struct {
					Type    string `json:"type"`
					Content string `json:"content"`
				} `json:"reply_list_info"`
			} `json:"list"`
		} `json:"keyword_autoreply_info"`
	}
	if err := s.call(ctx, "/cgi-bin/get_current_autoreply_info", nil, &out); err != nil {
		return nil, err
	}
	rules := make([]AutoReply, len(out.Rules.List))
	for i, r := range out.Rules.List {
		rules[i].Name, rules[i].RandomOne = r.Name, r.Mode == "random_one"
		for _, k := range r.Keywords {
			if k.Mode == "contain" {
				rules[i].Contained = append(rules[i].Contained, k.Content)
			} else {
				rules[i].Keywords = append(rules[i].Keywords, k.Content)
			}
		}
		for _, a := range r.Replies {
			if a.Type == "text" {
				rules[i].Texts = append(rules[i].Texts, a.Content)
			} else {
				rules[i].Others++
			}
		}
	}
	return rules, nil
}
