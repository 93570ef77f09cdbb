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

func (o order) likeness() Likeness {
	switch {
	case o.unequal:
		return Unequal
	case o.undecided:
		return Undecided
	default:
		return Equal
	}
}

func exactly(a, b string) bool { return a == b }

// Compare compares a machine with the order, in everything that both sides
// show. What the API version does not show at all is left out.
func (in MachineCreate) Compare(m Machine, t Traits) Likeness {
	if Folded(m.Name) != Folded(in.Name) || m.BeingDestroyed() {
		return Unrelated
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
	if !t.hides("machine", FieldUserID) {
		o.text(in.UserID, m.UserID, exactly)
	}
	if !t.hides("machine", FieldTeamID) {
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

// hides reports whether objects of a kind do not show a field.
func (t Traits) hides(noun string, f Field) bool {
	_, untold := t.NotShown[noun][f]
	return untold
}

func (in ScriptCreate) Compare(s Script) Likeness {
	if Folded(s.Name) != Folded(in.Name) {
		return Unrelated
	}
	return order{unequal: s.RunOnce != in.RunOnce || s.Description != Visible(in.Description) || s.IsEnabled != in.IsEnabled}.likeness()
}

func (in NetworkCreate) Compare(n Network) Likeness {
	if Folded(n.Name) != Folded(in.Name) {
		return Unrelated
	}
	var o order
	o.text(in.Region, n.Region, SameRegion)
	return o.likeness()
}

// Likeness is how an object compares with what was ordered.
type Likeness int

const (
	Unrelated Likeness = iota // it has another name, or it is being destroyed
	Unequal                   // it has the name, and something that was not ordered
	Undecided                 // nothing contradicts, but a value is not shown
	Equal                     // everything is as ordered
)

// Folded is a name as it is compared: Paperspace might trim or lowercase names.
func Folded(name string) string { return strings.ToLower(strings.TrimSpace(Visible(name))) }
