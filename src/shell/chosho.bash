# Completion of chosho's command line in bash. What there is to complete is
# read from `chosho --help`, so that nothing stands here twice.

_chosho() {
    local word=${COMP_WORDS[COMP_CWORD]}
    local before=${COMP_WORDS[COMP_CWORD - 1]}
    local program=${COMP_WORDS[0]}
    local help values

    # bash cuts --format=pdf into three words.
    [ "$before" = = ] && before=${COMP_WORDS[COMP_CWORD - 2]}
    [ "$word" = = ] && word=
    help=$("$program" --lang=en --help 2>/dev/null) || return

    case $before in
    --lang) COMPREPLY=($(compgen -W 'ja en' -- "$word")) && return ;;
    --color) COMPREPLY=($(compgen -W 'auto always never' -- "$word")) && return ;;
    --style) COMPREPLY=($(compgen -W 'shinkyu miekeshi tokekomi' -- "$word")) &&
        return ;;
    --format)
        values='pdf png text csv json html fragment term gcc github'
        # A list: what stands before the last comma stays.
        COMPREPLY=($(compgen -P "${word%"${word##*,}"}" -W "$values" \
            -- "${word##*,}"))
        compopt -o nospace
        return ;;
    -o | --templates)
        compopt -o filenames
        COMPREPLY=($(compgen -d -- "$word")) && return ;;
    esac

    if [ "${word#-}" != "$word" ]; then
        COMPREPLY=($(compgen -W "$(grep -oE '(^|[ ,])--?[a-z][a-z-]*=?' \
            <<<"$help" | tr -d ' ,' | sort -u)" -- "$word"))
        [ "${COMPREPLY[0]%=}" != "${COMPREPLY[0]}" ] && compopt -o nospace
        return
    fi
    if [ "$COMP_CWORD" = 1 ]; then
        COMPREPLY=($(compgen -W "$(sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' \
            <<<"$help")" -- "$word"))
        return
    fi
    compopt -o filenames
    COMPREPLY=($(compgen -d -- "$word") $(compgen -f -X '!*.yaml' -- "$word"))
}
complete -F _chosho chosho
