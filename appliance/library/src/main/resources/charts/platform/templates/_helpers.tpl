{{- define "aiplat.image" -}}
{{- .Values.image.repository -}}
{{- if not (contains "@" .Values.image.repository) -}}:{{- .Values.image.tag | default .Chart.AppVersion -}}{{- end -}}
{{- end -}}
