{{- define "agent.name" -}}
{{- .Values.fullnameOverride | default .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "agent.image" -}}
{{- required "image.repository is the name of the agent's image, such as ghcr.io/myorg/llm-agent" .Values.image.repository -}}
{{- if not (contains "@" .Values.image.repository) -}}:{{- .Values.image.tag | default "latest" -}}{{- end -}}
{{- end -}}

{{/* Whether a copy takes GPUs, which are rarely spare: an old copy goes before a new one comes. */}}
{{- define "agent.takesGpus" -}}
{{- range $name, $_ := (.Values.resources.limits | default dict) -}}
{{- if hasPrefix "nvidia.com/" $name -}}yes{{- end -}}
{{- end -}}
{{- end -}}

{{- define "agent.environment" -}}
{{- with .Values.model }}
- name: MODEL
  value: {{ . | quote }}
{{- end }}
{{- with .Values.config.maxTokens }}
- name: MAX_TOKENS
  value: {{ . | toString | quote }}
{{- end }}
{{- if hasKey .Values.config "temperature" }}
- name: TEMPERATURE
  value: {{ .Values.config.temperature | toString | quote }}
{{- end }}
{{- with .Values.config.systemPrompt }}
- name: SYSTEM_PROMPT
  value: {{ . | quote }}
{{- end }}
{{- if kindIs "slice" .Values.secrets }}
{{- range .Values.secrets }}
- name: {{ .key | quote }}
  valueFrom:
    secretKeyRef:
      name: {{ .name | quote }}
      key: {{ .key | quote }}
{{- end }}
{{- end }}
{{- with .Values.env }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "agent.metrics" -}}
{{- with .Values.autoscaling.targetCPUUtilizationPercentage }}
- type: Resource
  resource:
    name: cpu
    target:
      type: Utilization
      averageUtilization: {{ . }}
{{- end }}
{{- with .Values.autoscaling.targetMemoryUtilizationPercentage }}
- type: Resource
  resource:
    name: memory
    target:
      type: Utilization
      averageUtilization: {{ . }}
{{- end }}
{{- end -}}

{{- define "agent.account" -}}
{{- if .Values.serviceAccount.create -}}
{{- .Values.serviceAccount.name | default (include "agent.name" .) -}}
{{- else -}}
{{- .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}
