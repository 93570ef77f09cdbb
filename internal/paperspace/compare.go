package paperspace

import "strings"

// order compares the values of a create, which were ordered, with those that an object shows.
type order struct{ unequal, undecided bool }

// text compares one value. A value that was not ordered can be any, because Paperspace chooses
// it. A value that is not shown leaves the result undecided.
func (o *order) text(ordered, shown string, same func(a, b string) bool) {
	switch {
	case ordered == "":
	case shown == "":
		o.undecided = true
	case !same(ordered, shown):
		o.unequal = true
	}
}

// none compares a value for which Paperspace has no default. If it was not ordered, an object
// that shows one is unequal.
func (o *order) none(ordered, shown string) {
	if ordered == "" && shown != "" {
		o.unequal = true
	}
}

func (o *order) flag(ordered, shown bool) {
	switch {
	case ordered == shown:
	case ordered: // the object might show it later
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

// Compare compares m with the create, in all values that responses can contain. Those that the
// API version never shows are ignored.
func (in MachineCreate) Compare(m Machine, t Traits) Likeness {
	if Folded(m.Name) != Folded(in.Name) || m.BeingDestroyed() {
		return Unrelated
	}
	var o order
	o.text(in.MachineType, m.MachineType, strings.EqualFold)
	o.text(in.Region, m.Region, SameRegion)
	o.text(in.BillingType, m.BillingType, strings.EqualFold)
	o.text(in.NetworkID, m.NetworkID, exactly)
	if m.TemplateID != "" { // neither API version shows it so far
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
	case !in.DynamicPublicIP: // CORE shows only the address, not its kind
		o.flag(in.AssignPublicIP, m.PublicIPAddress != "")
	}
	return o.likeness()
}

// hides reports whether responses about objects of a kind do not contain a field.
func (t Traits) hides(noun string, f Field) bool {
	_, notShown := t.NotShown[noun][f]
	return notShown
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

// Likeness is the result of comparing an object with a create.
type Likeness int

const (
	Unrelated Likeness = iota // another name, or not what the create can have made
	Unequal                   // the name matches, but another value does not
	Undecided                 // nothing differs, but a value is not shown
	Equal                     // all values match
)

// Folded returns a name in the form in which names are compared, because Paperspace might trim
// or lowercase them.
func Folded(name string) string { return strings.ToLower(strings.TrimSpace(Visible(name))) }
