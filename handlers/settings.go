package handlers

import (
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
)

// SettingName is what moderators call a setting of a class.
func SettingName(s campaign.Setting) string {
	switch s.Kind {
	case campaign.SettingStart:
		return "开课"
	case campaign.SettingEnd:
		return "下课"
	case campaign.SettingSignupOpen:
		return "报名开放"
	case campaign.SettingSignupClose:
		return "报名截止"
	case campaign.SettingPromoteUntil:
		return "候补停止转正"
	case campaign.SettingCheckinOpen:
		return "签到开始"
	case campaign.SettingCheckinClose:
		return "签到结束"
	case campaign.SettingQuestionsOpen:
		return "提问开放"
	case campaign.SettingQuestionsClose:
		return "提问截止"
	case campaign.SettingClaimsEnd:
		return "领取截止"
	case campaign.SettingReminder:
		return "提醒「" + s.Name + "」"
	case campaign.SettingLecturer:
		return "讲师"
	case campaign.SettingLecturerIntro:
		return "讲师介绍"
	case campaign.SettingCancelled:
		return "取消本场"
	case campaign.SettingCancelReason:
		return "取消原因"
	}
	return string(s.Kind)
}

// settingMax is how many characters of a text are shown in a list of settings.
const settingMax = 40

// SettingValue is the value of a setting as moderators read it.
func SettingValue(c *campaign.Campaign, s campaign.Setting) string {
	switch {
	case !s.At.IsZero():
		return content.Moment(s.At.In(c.Zone))
	case s.Kind == campaign.SettingCancelled && s.Text == "true":
		return "是"
	case s.Kind == campaign.SettingCancelled:
		return "否"
	case s.Text == "":
		return "（空）"
	}
	if r := []rune(s.Text); len(r) > settingMax {
		return string(r[:settingMax]) + "…"
	}
	return s.Text
}

// SettingVars are the values of a line about a change of a setting.
func SettingVars(c *campaign.Campaign, x campaign.SettingChange) content.Vars {
	return content.Vars{"名称": SettingName(x.New), "旧值": SettingValue(c, x.Old), "新值": SettingValue(c, x.New)}
}
