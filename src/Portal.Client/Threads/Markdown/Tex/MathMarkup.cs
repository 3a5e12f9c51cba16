using System.Text.Encodings.Web;

namespace Portal.Client.Threads.Markdown.Tex;

/// <summary>
/// TeX as MathML Core (https://www.w3.org/TR/mathml-core/): the part of it that people and models write. Blazor makes
/// elements in the namespaces of HTML and SVG only, so this is markup; each element and attribute in it is one of those
/// named here, and every character of the formula goes through the encoder.
/// </summary>
sealed class MathMarkup
{
    const int MaxLength = 4000;
    const int MaxDepth = 40;

    readonly TexReader tex;
    readonly bool isBlock;
    int depth;

    MathMarkup(string text, bool isBlock) => (tex, this.isBlock) = (new(text), isBlock);

    /// <summary>Null where the formula holds anything that is not known: it then shows as it was written.</summary>
    public static string? Of(string text, bool isBlock)
    {
        if (text.Length > MaxLength || string.IsNullOrWhiteSpace(text)) return null;
        var markup = new MathMarkup(text, isBlock);
        var rows = markup.Rows("");
        if (rows is null || !markup.tex.IsAtEnd) return null;
        return $"<math{(isBlock ? " display=\"block\"" : "")} alttext=\"{Encode(text.Trim())}\">{rows}</math>";
    }

    static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    static string Element(string name, string content) => $"<{name}>{content}</{name.Split(' ')[0]}>";

    static string Operator(string sign, bool stretches = false) => $"<mo{(stretches ? "" : " stretchy=\"false\"")}>{Encode(sign)}</mo>";

    static string Upright(string name) => $"<mi mathvariant=\"normal\">{Encode(name)}</mi>";

    /// <summary>Cells and rows up to what ends them; where there is one cell, that alone.</summary>
    string? Rows(string end)
    {
        List<string> rows = [];
        List<string> cells = [];
        while (true)
        {
            if (Row(end) is not { } cell) return null;
            cells.Add(cell);
            if (tex.Take("&")) continue;
            var isLast = !tex.Take(@"\\");
            if (!(isLast && rows.Count > 0 && cells is [""])) rows.Add(string.Concat(cells.Select(one => Element("mtd", Element("mrow", one)))));
            if (!isLast)
            {
                cells.Clear();
                continue;
            }

            return rows.Count == 1 && cells.Count == 1
                ? Element("mrow", cells[0])
                : Element("mtable", string.Concat(rows.Select(row => Element("mtr", row))));
        }
    }

    /// <summary>Up to a sign that ends it, which is left where it is. Null for what is not known.</summary>
    string? Row(string end)
    {
        if (++depth > MaxDepth) return null;
        var row = new System.Text.StringBuilder();
        while (!tex.IsAtEnd && tex.Peek() is var next && next != end && next is not ("&" or @"\\" or "}" or @"\end" or @"\right"))
        {
            if (Term() is not { } term) return null;
            row.Append(term);
        }

        depth--;
        return row.ToString();
    }

    string? Term()
    {
        var first = tex.Peek();
        var hasLimits = first.Length > 1 && (TexSymbols.Large.ContainsKey(first[1..]) || TexSymbols.LimitFunctions.Contains(first[1..]));
        if (Atom() is not { } atom) return null;
        string? below = null;
        string? above = null;
        while (tex.Peek() is "^" or "_" or "'" or @"\limits" or @"\nolimits")
        {
            switch (tex.Next())
            {
                case "'":
                    above += Operator("′");
                    break;
                case "^":
                    if (Argument() is not { } raised) return null;
                    above += raised;
                    break;
                case "_":
                    if (below is not null || Argument() is not { } lowered) return null;
                    below = lowered;
                    break;
            }
        }

        above = above is null ? null : Element("mrow", above);
        var stacks = hasLimits && isBlock;
        return (below, above) switch
        {
            (null, null) => atom,
            (null, _) => Element(stacks ? "mover" : "msup", atom + above),
            (_, null) => Element(stacks ? "munder" : "msub", atom + below),
            _ => Element(stacks ? "munderover" : "msubsup", atom + below + above),
        };
    }

    /// <summary>A group in braces, or the one piece that comes next.</summary>
    string? Argument()
    {
        if (++depth > MaxDepth) return null;
        var argument = tex.Peek() == "{" ? Atom() : tex.Peek() is "" or "}" or "&" or "^" or "_" ? null : Atom();
        depth--;
        return argument;
    }

    string? Atom()
    {
        var piece = tex.Next();
        if (piece == "{") return Row("}") is { } group && tex.Take("}") ? Element("mrow", group) : null;
        if (piece is "" or "}" or "^" or "_" or "#" or "%" or @"\") return null;
        if (piece[0] == '\\') return Command(piece[1..]);
        if (char.IsAsciiDigit(piece[0])) return Element("mn", Encode(piece));
        if (piece == "~") return Space("0.333");
        return char.IsLetter(piece, 0) ? Element("mi", Encode(piece)) : Operator(piece == "-" ? "−" : piece == "*" ? "∗" : piece);
    }

    string? Command(string name)
    {
        if (TexSymbols.Letters.TryGetValue(name, out var letter)) return Element("mi", Encode(letter));
        if (TexSymbols.Operators.TryGetValue(name, out var sign)) return Operator(sign);
        if (TexSymbols.Large.TryGetValue(name, out var large) || TexSymbols.Integrals.TryGetValue(name, out large)) return $"<mo>{Encode(large)}</mo>";
        if (TexSymbols.Functions.Contains(name) || TexSymbols.LimitFunctions.Contains(name)) return Upright(name) + Space("0.167");
        if (TexSymbols.Spaces.TryGetValue(name, out var width)) return Space(width);
        if (TexSymbols.Accents.TryGetValue(name, out var accent))
            return Argument() is { } under ? $"<mover accent=\"true\">{under}<mo stretchy=\"{(name.Length > 4 ? "true" : "false")}\">{Encode(accent)}</mo></mover>" : null;
        return name switch
        {
            "frac" or "dfrac" or "tfrac" or "cfrac" => Argument() is { } top && Argument() is { } bottom ? Element("mfrac", top + bottom) : null,
            "binom" => Argument() is { } n && Argument() is { } k ? Element("mrow", Operator("(", true) + $"<mfrac linethickness=\"0\">{n}{k}</mfrac>" + Operator(")", true)) : null,
            "sqrt" => Root(),
            "text" or "textrm" or "textit" or "textbf" or "mbox" => tex.Braced() is { } words ? Element("mtext", Encode(words)) : null,
            "mathrm" or "operatorname" or "mathsf" or "mathtt" => tex.Braced() is { } upright && upright.All(one => char.IsLetterOrDigit(one) || one is ' ' or '-') ? Upright(upright) : null,
            "mathbb" or "mathbf" or "mathcal" or "boldsymbol" => tex.Braced() is { } styled && TexAlphabets.Of(name, styled) is { } letters ? Element("mi", Encode(letters)) : null,
            "underline" => Argument() is { } lined ? Element("munder", lined + "<mo stretchy=\"true\">_</mo>") : null,
            "underbrace" => Argument() is { } braced ? Element("munder", braced + "<mo stretchy=\"true\">⏟</mo>") : null,
            "left" => Fenced(),
            "begin" => Environment(),
            "displaystyle" or "textstyle" or "big" or "Big" or "bigg" or "Bigg" or "bigl" or "bigr" or "Bigl" or "Bigr" or "biggl" or "biggr" => "",
            " " => Space("0.333"),
            "{" or "}" or "|" or "%" or "$" or "#" or "&" or "_" => Operator(name == "|" ? "‖" : name),
            _ => null,
        };
    }

    string? Root()
    {
        if (!tex.Take("[")) return Argument() is { } under ? Element("msqrt", under) : null;
        return Row("]") is { } degree && tex.Take("]") && Argument() is { } of ? Element("mroot", of + Element("mrow", degree)) : null;
    }

    string? Fenced()
    {
        if (Fence() is not { } opens || Rows(@"\right") is not { } inner || !tex.Take(@"\right") || Fence() is not { } closes) return null;
        return Element("mrow", opens + inner + closes);
    }

    /// <summary>A sign that grows with what it encloses; a full stop is none.</summary>
    string? Fence()
    {
        var piece = tex.Next();
        if (piece == ".") return "";
        if (piece is "(" or ")" or "[" or "]" or "|" or "/" or "<" or ">") return Operator(piece is "<" ? "⟨" : piece is ">" ? "⟩" : piece, stretches: true);
        if (piece is @"\{" or @"\}") return Operator(piece[1..], stretches: true);
        if (piece == @"\|") return Operator("‖", stretches: true);
        return piece.Length > 1 && TexSymbols.Operators.TryGetValue(piece[1..], out var sign) ? Operator(sign, stretches: true) : null;
    }

    string? Environment()
    {
        var name = tex.Braced();
        if (name == "array" && tex.Braced() is null) return null;
        var (opens, closes) = name switch
        {
            "matrix" or "array" or "aligned" or "align" or "align*" or "gathered" or "gather" or "gather*" or "split" or "equation" or "equation*" or "smallmatrix" => ("", ""),
            "pmatrix" => ("(", ")"),
            "bmatrix" => ("[", "]"),
            "Bmatrix" => ("{", "}"),
            "vmatrix" => ("|", "|"),
            "Vmatrix" => ("‖", "‖"),
            "cases" => ("{", ""),
            _ => (null, null),
        };
        if (opens is null || Rows(@"\end") is not { } rows || !tex.Take(@"\end") || tex.Braced() != name) return null;
        var look = name == "cases" ? " class=\"tex-cases\"" : name is "aligned" or "align" or "align*" or "split" ? " class=\"tex-aligned\"" : "";
        return Element($"mrow{look}", (opens.Length > 0 ? Operator(opens, true) : "") + rows + (closes!.Length > 0 ? Operator(closes, true) : ""));
    }

    static string Space(string width) => $"<mspace width=\"{width}em\"></mspace>";
}
