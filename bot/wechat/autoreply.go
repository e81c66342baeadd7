package wechat

import "context"

// AutoReply is a keyword rule of the account's own automatic replies.
type AutoReply struct {
	Name string
	// Keywords are the words that trigger it, Contained those that only have to
	// be part of a message.
	Keywords, Contained []string
	// Texts are its text answers; Others counts answers that are no text.
	Texts  []string
	Others int
}

// AutoReplies reads the keyword rules that the account answers by today.
func (s *Sender) AutoReplies(ctx context.Context) ([]AutoReply, error) {
	var out struct {
		Rules struct {
			List []struct {
				Name     string `json:"rule_name"`
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
		rules[i].Name = r.Name
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
