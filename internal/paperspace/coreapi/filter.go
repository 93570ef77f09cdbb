package coreapi

import (
	"net/url"
	"strings"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// machineFilters are the filters of CORE's machine list by their wire names.
// The ID is machineId here and only here.
var machineFilters = map[paperspace.Field]string{
	paperspace.FieldID:          "machineId",
	paperspace.FieldName:        "name",
	paperspace.FieldOS:          "os",
	"ram":                       "ram",
	"cpus":                      "cpus",
	"gpu":                       "gpu",
	"storage_total":             "storageTotal",
	"storage_used":              "storageUsed",
	"usage_rate":                "usageRate",
	"shutdown_timeout_in_hours": "shutdownTimeoutInHours",
	"perform_auto_snapshot":     "performAutoSnapshot",
	"auto_snapshot_frequency":   "autoSnapshotFrequency",
	"auto_snapshot_save_count":  "autoSnapshotSaveCount",
	"agent_type":                "agentType",
	paperspace.FieldCreated:     "dtCreated",
	"state":                     "state",
	"updates_pending":           "updatesPending",
	paperspace.FieldNetworkID:   "networkId",
	"private_ip_address":        "privateIpAddress",
	"public_ip_address":         "publicIpAddress",
	paperspace.FieldRegion:      "region",
	paperspace.FieldUserID:      "userId",
	paperspace.FieldTeamID:      "teamId",
	paperspace.FieldScriptID:    "scriptId",
	"dt_last_run":               "dtLastRun",
}

var templateFilters = map[paperspace.Field]string{
	paperspace.FieldID:      "id",
	paperspace.FieldName:    "name",
	paperspace.FieldLabel:   "label",
	paperspace.FieldOS:      "os",
	paperspace.FieldCreated: "dtCreated",
	paperspace.FieldTeamID:  "teamId",
	paperspace.FieldUserID:  "userId",
	paperspace.FieldRegion:  "region",
}

var userFilters = map[paperspace.Field]string{
	paperspace.FieldID:      "id",
	paperspace.FieldEmail:   "email",
	"first_name":            "firstname",
	"last_name":             "lastname",
	paperspace.FieldCreated: "dtCreated",
	paperspace.FieldTeamID:  "teamId",
}

var networkFilters = map[paperspace.Field]string{
	paperspace.FieldID:      "id",
	paperspace.FieldName:    "name",
	paperspace.FieldRegion:  "region",
	paperspace.FieldCreated: "dtCreated",
	"network":               "network",
	"netmask":               "netmask",
	paperspace.FieldTeamID:  "teamId",
}

var scriptFilters = map[paperspace.Field]string{
	paperspace.FieldID:      "id",
	"owner_type":            "ownerType",
	"owner_id":              "ownerId",
	paperspace.FieldName:    "name",
	"description":           "description",
	paperspace.FieldCreated: "dtCreated",
	"is_enabled":            "isEnabled",
	"run_once":              "runOnce",
}

// blank are the properties without a value that CORE shows as null or as "",
// by the source. Only null matches null over there.
var blank = map[paperspace.Field]bool{paperspace.FieldOS: true, "public_ip_address": true}

// filterQuery translates a filter. Values go out in Paperspace's spelling, a
// region by its full name.
func filterQuery(f paperspace.Filter, names map[paperspace.Field]string) url.Values {
	q := url.Values{}
	for field, value := range f {
		name, known := names[field]
		if !known || value == paperspace.Null && (blank[field] || field == paperspace.FieldName) {
			continue // matched on this side only
		}
		value = paperspace.Spelling(field, value)
		if strings.HasPrefix(string(field), "dt_") {
			value = wireDate(value)
		}
		q.Set(name, value)
	}
	return q
}

// queries returns the queries for a filter, each of which is for the case that the
// one before it finds nothing: CORE compares upper and lower case.
func queries(f paperspace.Filter, names map[paperspace.Field]string) []url.Values {
	all := []url.Values{filterQuery(f, names)}
	if certain, whole := f.Certain(); !whole {
		all = append(all, filterQuery(certain, names))
	}
	return all
}

// wireDate writes a date the way CORE does, in UTC and to the millisecond,
// because it compares texts.
func wireDate(s string) string {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return s // the text null, or something for Paperspace to judge
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z07:00")
}
