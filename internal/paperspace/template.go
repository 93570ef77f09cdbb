package paperspace

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Template is a disk image that machines are made from. Public ones have no
// team, user or region.
type Template struct {
	ID        string
	Name      string
	Label     string // what people read; neither unique nor always present
	OS        string
	AgentType string // "LinuxHeadless", "LinuxDesktop", "WindowsDesktop"; "" where the API version does not say (CORE)
	TeamID    string
	UserID    string
	Region    string
	CreatedAt string // RFC 3339 as sent

	Custom          *bool  // whether it was made from a machine; nil where the API version does not say (CORE)
	ParentMachineID string // of a custom template; the machine might be gone
	DefaultSizeGB   int64  // of a custom template; 0 where the API version does not say
	// Event is the handle of the event of the request that returned the template; ""
	// if there is none.
	Event string

	// MachineTypes lists what the template says it runs on; nil where the
	// API version does not say (CORE).
	MachineTypes []string
}

// Get reads a field by its Terraform name, for [Filter.Match].
func (t Template) Get(f Field) (string, bool) {
	switch f {
	case FieldID:
		return t.ID, true
	case FieldName:
		return t.Name, true
	case FieldLabel:
		return t.Label, true
	case FieldOS:
		return t.OS, true
	case FieldTeamID:
		return t.TeamID, true
	case FieldUserID:
		return t.UserID, true
	case FieldRegion:
		return t.Region, true
	case FieldCreated:
		return t.CreatedAt, true
	case "agent_type":
		return t.AgentType, true
	case "custom":
		if t.Custom == nil {
			return "", true
		}
		return strconv.FormatBool(*t.Custom), true
	case "parent_machine_id", FieldMachineID:
		return t.ParentMachineID, true
	case "default_size_gb":
		return number(known(t.DefaultSizeGB)), true
	default:
		return "", false
	}
}

// Texts returns the values of a field that has several.
func (t Template) Texts(f Field) []string {
	if f == "machine_types" {
		return t.MachineTypes
	}
	return nil
}

// Fit is how well a template suits a machine type.
type Fit int

// A create with an Unfit template fails for certain; with a Doubtful one the
// sources disagree and Paperspace decides.
const (
	Fits Fit = iota
	Doubtful
	Unfit
)

var (
	cpuOnly = regexp.MustCompile(`(?i)^C([1-9]|10)$`)
	gridGPU = regexp.MustCompile(`(?i)^(Air|Standard|Pro|Advanced)$`)
)

// Suits applies the documented rules and says why not. Windows on C1 to C10 is
// rejected by every paper; Ubuntu on the GRID types was rejected in 2017 and is
// no longer mentioned in 2024.
func (t Template) Suits(machineType string) (Fit, string) {
	text := strings.ToLower(t.OS + " " + t.Label)
	switch {
	case strings.Contains(text, "windows") && cpuOnly.MatchString(machineType):
		return Unfit, "Windows templates cannot be used with the CPU-only machine types C1 to C10"
	case strings.Contains(text, "ubuntu") && gridGPU.MatchString(machineType):
		return Doubtful, "Ubuntu templates cannot be used with the machine types Air, Standard, Pro and Advanced, according to Paperspace's older documentation"
	case t.MachineTypes != nil && !containsFold(t.MachineTypes, machineType):
		return Doubtful, "the template does not list this machine type as available; it lists " + strings.Join(t.MachineTypes, ", ")
	}
	return Fits, ""
}

// Offers reports whether a template lists a machine type. It reports known as false if
// no template lists any, so that only Paperspace can decide.
func Offers(all []Template, machineType string) (offered, known bool) {
	for _, t := range all {
		if containsFold(t.MachineTypes, machineType) {
			return true, true
		}
		known = known || len(t.MachineTypes) > 0
	}
	return false, known
}

// MachineTypesOf returns the machine types that templates list, sorted.
func MachineTypesOf(all []Template) []string {
	listed := map[string]bool{}
	for _, t := range all {
		for _, machineType := range t.MachineTypes {
			listed[machineType] = true
		}
	}
	return slices.Sorted(maps.Keys(listed))
}

// Headless reports whether an agent type, of a template or a machine, is that of
// Linux without a desktop. Such a machine can be reached over the network only.
func Headless(agentType string) bool {
	return strings.Contains(strings.ToLower(agentType), "headless")
}

func containsFold(all []string, one string) bool {
	for _, s := range all {
		if strings.EqualFold(s, one) {
			return true
		}
	}
	return false
}

// Templates is the catalogue of images; no API version can show a single public one.
type Templates interface {
	// List returns the templates that match every filter, in Paperspace's order.
	List(ctx context.Context, f Filter) ([]Template, error)
}

// CustomTemplates is the part of the API for templates that are made from machines
// (API v1 only). A machine has to be off for it.
type CustomTemplates interface {
	Objects[Template, TemplateCreate]
	Renamable
}

// TemplateCreate is a new custom template.
type TemplateCreate struct {
	Name      string
	MachineID string // the parent machine
}

func (in TemplateCreate) Title() string { return in.Name }

func (in TemplateCreate) Compare(t Template) Likeness {
	if Folded(t.Name) != Folded(in.Name) {
		return Unrelated
	}
	var o order
	o.text(in.MachineID, t.ParentMachineID, exactly)
	return o.likeness()
}

// MadeFrom returns the machine that the object is made from, and the event that shows it.
func (in TemplateCreate) MadeFrom() (machineID, event string) {
	return in.MachineID, EventTemplateCreate
}
