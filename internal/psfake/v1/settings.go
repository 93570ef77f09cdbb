package psfake

import (
	"maps"
	"slices"
)

// snapshotWords translates the v1 words for frequencies into CORE's, in which
// the world remembers them.
var snapshotWords = map[string]string{"hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month"}

func snapshotWord(frequency string) any {
	for word, core := range snapshotWords {
		if core == frequency {
			return word
		}
	}
	return nil
}

// settingFields are those that create and update share.
var settingFields = map[string]field{
	"publicIpType":        {kind: text, oneOf: []string{"static", "dynamic", "none"}},
	"autoSnapshotEnabled": aFlag, "autoSnapshotSaveCount": {kind: count},
	"autoSnapshotFrequency": {kind: text, oneOf: slices.Sorted(maps.Keys(snapshotWords))},
	"autoShutdownEnabled":   aFlag, "autoShutdownTimeout": {kind: number}, "autoShutdownForce": aFlag,
	"restorePointEnabled": aFlag, "restorePointFrequency": {kind: text, oneOf: []string{"shutdown"}},
}

func withSettings(fields map[string]field) map[string]field {
	maps.Copy(fields, settingFields)
	return fields
}

// groups are the settings that are on or off, what they need when they are
// switched on, and what else belongs to them.
var groups = []struct {
	enabled       string
	needs, allows []string
	isOn          func(Machine) bool
}{
	{"autoSnapshotEnabled", []string{"autoSnapshotFrequency", "autoSnapshotSaveCount"}, nil,
		func(m Machine) bool { return m.AutoSnapshot }},
	{"autoShutdownEnabled", []string{"autoShutdownTimeout"}, []string{"autoShutdownForce"},
		func(m Machine) bool { return m.ShutdownHours != nil }},
	{"restorePointEnabled", []string{"restorePointFrequency"}, nil,
		func(m Machine) bool { return m.RestorePoint }},
}

// checkSettings holds the settings of a request against those of the machine as
// it is, which for a new one is the zero Machine.
func (d *v1) checkSettings(in input, old Machine) error {
	for _, g := range groups {
		wasOn := g.isOn(old)
		on := wasOn
		set(&on, in, g.enabled)
		for _, key := range g.needs {
			if on && !wasOn && !in.has(key) {
				return refusedError(g.enabled + " needs " + key)
			}
		}
		for _, key := range slices.Concat(g.needs, g.allows) {
			if !on && in.has(key) && d.dialect().StrictDetails {
				return refusedError(key + " needs " + g.enabled)
			}
		}
	}
	if n := in.number("autoSnapshotSaveCount"); n != nil && *n > 10 {
		return refusedError("autoSnapshotSaveCount must be between 0 and 10")
	}
	return nil
}

// applySettings changes what a checked request names.
func (d *v1) applySettings(m *Machine, in input) {
	set(&m.AutoSnapshot, in, "autoSnapshotEnabled")
	set(&m.RestorePoint, in, "restorePointEnabled")
	if m.AutoSnapshot {
		if in.has("autoSnapshotFrequency") {
			m.SnapshotFrequency = snapshotWords[in.text("autoSnapshotFrequency")]
		}
		if n := in.number("autoSnapshotSaveCount"); n != nil {
			m.SnapshotCount = n
		}
	}
	wasOn := m.ShutdownHours != nil
	on := wasOn
	set(&on, in, "autoShutdownEnabled")
	switch {
	case wasOn && !on:
		m.ShutdownPaused, m.ShutdownHours = m.ShutdownHours, nil
	case on && !wasOn:
		m.ShutdownHours, m.ShutdownForces = in.number("autoShutdownTimeout"), in.flag("autoShutdownForce")
	case on && !d.dialect().StickyShutdown:
		if n := in.number("autoShutdownTimeout"); n != nil {
			m.ShutdownHours = n
		}
		set(&m.ShutdownForces, in, "autoShutdownForce")
	}
}

// addSettings renders the settings.
func (d *v1) addSettings(o *object, m Machine) {
	detail := func(on bool, v any) any {
		if !on && !d.dialect().KeepDetails {
			return nil
		}
		return v
	}
	shuts, hours := m.ShutdownHours != nil, m.ShutdownHours
	if !shuts {
		hours = m.ShutdownPaused
	}
	o.add("autoShutdownEnabled", shuts)
	o.add("autoShutdownTimeout", detail(shuts, intOrNull(hours)))
	o.add("autoShutdownForce", detail(shuts, m.ShutdownForces))
	o.add("autoSnapshotEnabled", m.AutoSnapshot)
	o.add("autoSnapshotFrequency", detail(m.AutoSnapshot, snapshotWord(m.SnapshotFrequency)))
	o.add("autoSnapshotSaveCount", detail(m.AutoSnapshot, intOrNull(m.SnapshotCount)))
	o.add("restorePointEnabled", m.RestorePoint)
	var frequency any
	if m.RestorePoint {
		frequency = "shutdown"
	}
	o.add("restorePointFrequency", frequency)
	o.add("restorePointSnapshotId", orNull(m.RestorePointID))
}
