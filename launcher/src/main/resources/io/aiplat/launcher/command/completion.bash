# Completion of aiplat, for bash 4 and later.
_aiplat() {
    local line=${COMP_LINE:0:COMP_POINT} words=() quotes=$'["\'\\\\]' i piece whole= lead= answer
    # bash splits words at = and : too, which names of models have; here a word is what stands between spaces.
    line=${line#*"${COMP_WORDS[0]}"}
    for ((i = 1; i <= COMP_CWORD; i++)); do
        if [[ $line == [[:space:]]* ]]; then
            ((i > 1)) && words+=("$whole")
            whole= lead=
            line=${line#"${line%%[![:space:]]*}"}
        else
            lead=$whole
        fi
        piece=${COMP_WORDS[i]}
        ((i == COMP_CWORD)) && piece=$line
        line=${line#"$piece"}
        whole+=$piece
    done
    [[ $piece == [:=]* ]] && lead=$whole
    words+=("$whole")
    lead=${lead//$quotes/}
    COMPREPLY=()
    while IFS= read -r answer; do
        case $answer in
            :files) compopt -o default 2>/dev/null ;;
            *)
                [[ $answer == *= ]] && compopt -o nospace 2>/dev/null
                answer=${answer#"$lead"}
                [[ $answer == *[[:space:]]* && $whole != [\"\']* ]] && printf -v answer %q "$answer"
                COMPREPLY+=("$answer")
                ;;
        esac
    done < <(aiplat __complete "${words[@]//$quotes/}" 2>/dev/null)
}
complete -F _aiplat aiplat
