package fakev1

import (
	"maps"
	"slices"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

// snapshotWords translates the frequencies of API v1 into those of CORE, which the state uses.
var snapshotWords = map[string]string{"hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month"}

func snapshotWord(frequency string) any {
	for word, core := range snapshotWords {
		if core == frequency {
			return word
		}
	}
	return nil
}

// settingFields are the fields that create and update have in common.
var settingFields = map[string]wire.Field{
	"publicIpType":        {Kind: wire.Text, OneOf: []string{"static", "dynamic", "none"}},
	"autoSnapshotEnabled": wire.AFlag, "autoSnapshotSaveCount": {Kind: wire.Count},
	"autoSnapshotFrequency": {Kind: wire.Text, OneOf: slices.Sorted(maps.Keys(snapshotWords))},
	"autoShutdownEnabled":   wire.AFlag, "autoShutdownTimeout": {Kind: wire.Number}, "autoShutdownForce": wire.AFlag,
	"restorePointEnabled": wire.AFlag, "restorePointFrequency": {Kind: wire.Text, OneOf: []string{"shutdown"}},
}

func withSettings(fields map[string]wire.Field) map[string]wire.Field {
	maps.Copy(fields, settingFields)
	return fields
}

// groups are the settings that can be on or off, with the fields that are required to switch them on, and their other
// fields.
var groups = []struct {
	enabled       string
	needs, allows []string
	isOn          func(psfake.Machine) bool
}{
	{"autoSnapshotEnabled", []string{"autoSnapshotFrequency", "autoSnapshotSaveCount"}, nil,
		func(m psfake.Machine) bool { return m.AutoSnapshot }},
	{"autoShutdownEnabled", []string{"autoShutdownTimeout"}, []string{"autoShutdownForce"},
		func(m psfake.Machine) bool { return m.ShutdownHours != nil }},
	{"restorePointEnabled", []string{"restorePointFrequency"}, nil,
		func(m psfake.Machine) bool { return m.RestorePoint }},
}

// checkSettings checks the settings of a request against those of the machine, which is the zero value for a create.
func (r request) checkSettings(in wire.Input, old psfake.Machine) error {
	for _, g := range groups {
		wasOn := g.isOn(old)
		on := wasOn
		wire.Set(&on, in, g.enabled)
		for _, key := range g.needs {
			if on && !wasOn && !in.Has(key) {
				return wire.Rejection(g.enabled + " needs " + key)
			}
		}
		for _, key := range slices.Concat(g.needs, g.allows) {
			if !on && in.Has(key) && r.Behavior().V1.StrictDetails {
				return wire.Rejection(key + " needs " + g.enabled)
			}
		}
	}
	if n := in.Number("autoSnapshotSaveCount"); n != nil && *n > 10 {
		return wire.Rejection("autoSnapshotSaveCount must be between 0 and 10")
	}
	return nil
}

// applySettings changes the settings that a checked request names.
func (r request) applySettings(m *psfake.Machine, in wire.Input) {
	wire.Set(&m.AutoSnapshot, in, "autoSnapshotEnabled")
	wire.Set(&m.RestorePoint, in, "restorePointEnabled")
	if m.AutoSnapshot {
		if in.Has("autoSnapshotFrequency") {
			m.SnapshotFrequency = snapshotWords[in.Text("autoSnapshotFrequency")]
		}
		if n := in.Number("autoSnapshotSaveCount"); n != nil {
			m.SnapshotCount = n
		}
	}
	wasOn := m.ShutdownHours != nil
	on := wasOn
	wire.Set(&on, in, "autoShutdownEnabled")
	switch {
	case wasOn && !on:
		m.ShutdownPaused, m.ShutdownHours = m.ShutdownHours, nil
	case on && !wasOn:
		m.ShutdownHours, m.ShutdownForces = in.Number("autoShutdownTimeout"), in.Flag("autoShutdownForce")
	case on && !r.Behavior().V1.StickyShutdown:
		if n := in.Number("autoShutdownTimeout"); n != nil {
			m.ShutdownHours = n
		}
		wire.Set(&m.ShutdownForces, in, "autoShutdownForce")
	}
}

// addSettings renders the settings.
func (r request) addSettings(o *wire.Object, m psfake.Machine) {
	detail := func(on bool, v any) any {
		if !on && !r.Behavior().V1.KeepDetails {
			return nil
		}
		return v
	}
	shuts, hours := m.ShutdownHours != nil, m.ShutdownHours
	if !shuts {
		hours = m.ShutdownPaused
	}
	o.Add("autoShutdownEnabled", shuts)
	o.Add("autoShutdownTimeout", detail(shuts, wire.IntOrNull(hours)))
	o.Add("autoShutdownForce", detail(shuts, m.ShutdownForces))
	o.Add("autoSnapshotEnabled", m.AutoSnapshot)
	o.Add("autoSnapshotFrequency", detail(m.AutoSnapshot, snapshotWord(m.SnapshotFrequency)))
	o.Add("autoSnapshotSaveCount", detail(m.AutoSnapshot, wire.IntOrNull(m.SnapshotCount)))
	o.Add("restorePointEnabled", m.RestorePoint)
	var frequency any
	if m.RestorePoint {
		frequency = "shutdown"
	}
	o.Add("restorePointFrequency", frequency)
	o.Add("restorePointSnapshotId", wire.OrNull(m.RestorePointID))
}
