package paperspace

import "strings"

// order compares what was ordered with what an object shows, value by value.
type order struct{ unequal, undecided bool }

// text compares a value. One that was not ordered is Paperspace's choice, and
// one that is not shown decides nothing.
func (o *order) text(ordered, shown string, same func(a, b string) bool) {
	switch {
	case ordered == "":
	case shown == "":
		o.undecided = true
	case !same(ordered, shown):
		o.unequal = true
	}
}

// none compares a value that was not ordered and that Paperspace does not
// choose: showing one is a difference.
func (o *order) none(ordered, shown string) {
	if ordered == "" && shown != "" {
		o.unequal = true
	}
}

func (o *order) flag(ordered, shown bool) {
	switch {
	case ordered == shown:
	case ordered: // it might show later
		o.undecided = true
	default:
		o.unequal = true
	}
}

func (o order) likeness() likeness {
	switch {
	case o.unequal:
		return unequal
	case o.undecided:
		return undecided
	default:
		return equal
	}
}

func exactly(a, b string) bool { return a == b }

// compare compares a machine with the order, in everything that both sides
// show. What the API version does not show at all is left out.
func (in MachineCreate) compare(m Machine, t Traits) likeness {
	if folded(m.Name) != folded(in.Name) || m.BeingDestroyed() {
		return unrelated
	}
	var o order
	o.text(in.MachineType, m.MachineType, strings.EqualFold)
	o.text(in.Region, m.Region, SameRegion)
	o.text(in.BillingType, m.BillingType, strings.EqualFold)
	o.text(in.NetworkID, m.NetworkID, exactly)
	if m.TemplateID != "" { // no API version shows it today
		o.text(in.TemplateID, m.TemplateID, exactly)
	}
	o.text(in.ScriptID, m.ScriptID, exactly)
	o.none(in.ScriptID, m.ScriptID)
	o.undecided = o.undecided || m.ScriptUnknown
	if !t.untold("machine", FieldUserID) {
		o.text(in.UserID, m.UserID, exactly)
	}
	if !t.untold("machine", FieldTeamID) {
		o.text(in.TeamID, m.TeamID, exactly)
	}
	switch _, known := m.SizeGB(); {
	case !known:
		o.undecided = true
	case !m.HasSizeGB(in.SizeGB):
		o.unequal = true
	}
	o.flag(in.DynamicPublicIP, m.DynamicPublicIP)
	switch {
	case m.AssignPublicIP != nil:
		o.flag(in.AssignPublicIP, *m.AssignPublicIP)
	case !in.DynamicPublicIP: // CORE shows only the address
		o.flag(in.AssignPublicIP, m.PublicIPAddress != "")
	}
	return o.likeness()
}

// untold reports whether objects of a kind do not show a field.
func (t Traits) untold(noun string, f Field) bool {
	_, untold := t.Untold[noun][f]
	return untold
}

func (in ScriptCreate) compare(s Script) likeness {
	if folded(s.Name) != folded(in.Name) {
		return unrelated
	}
	return order{unequal: s.RunOnce != in.RunOnce || s.Description != Visible(in.Description) || s.IsEnabled != in.IsEnabled}.likeness()
}

// compareScript compares a script with the order. In an API version that changes scripts,
// the create takes neither a description nor whether the script is enabled.
func (c *Client) compareScript(in ScriptCreate, s Script) likeness {
	if c.ScriptEdits != nil {
		in.Description, in.IsEnabled = s.Description, s.IsEnabled
	}
	return in.compare(s)
}

func (in NetworkCreate) compare(n Network) likeness {
	if folded(n.Name) != folded(in.Name) {
		return unrelated
	}
	var o order
	o.text(in.Region, n.Region, SameRegion)
	return o.likeness()
}
