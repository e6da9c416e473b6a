# Completion of aiplat, for zsh.
_aiplat() {
    local answer
    local -a names open
    for answer in "${(@f)$(aiplat __complete "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}"; do
        case $answer in
            '') ;;
            :files)
                compset -P '*='
                _files
                ;;
            *=) open+=("$answer") ;;
            *) names+=("$answer") ;;
        esac
    done
    compadd -a names
    compadd -S '' -a open
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
compdef _aiplat aiplat
