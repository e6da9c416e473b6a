# Completion of aiplat, for fish.
function __aiplat_names
    set -l words (commandline -opc)
    set -e words[1]
    set -l typed (commandline -ct | string replace -ra '["\'\\\\]' '')
    for answer in (aiplat __complete $words "$typed" 2>/dev/null)
        if test "$answer" = :files
            __fish_complete_path (string replace -r '^--[^=]*=' '' -- "$typed")
        else
            printf '%s\n' $answer
        end
    end
end
complete -c aiplat -f -a '(__aiplat_names)'
