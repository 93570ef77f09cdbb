# By the ID of the template, which the data source paperspace_templates lists:
terraform import paperspace_custom_template.golden tx98gvxz
