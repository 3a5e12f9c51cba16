namespace Portal.Client.Threads.Markdown.Tex;

/// <summary>The commands of TeX that stand for one sign each.</summary>
static class TexSymbols
{
    /// <summary>Letters, and signs that stand like one.</summary>
    public static readonly Dictionary<string, string> Letters = Pairs("""
        alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ nu ν xi ξ
        omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω
        Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
        infty ∞ partial ∂ nabla ∇ hbar ℏ ell ℓ Re ℜ Im ℑ aleph ℵ emptyset ∅ varnothing ∅ imath ı jmath ȷ
        forall ∀ exists ∃ nexists ∄ top ⊤ bot ⊥ angle ∠ degree ° prime ′ ldots … dots … cdots ⋯ vdots ⋮ ddots ⋱ dotsc … dotsb ⋯ checkmark ✓
        """);

    public static readonly Dictionary<string, string> Operators = Pairs("""
        pm ± mp ∓ times × div ÷ cdot ⋅ ast ∗ star ⋆ circ ∘ bullet ∙ oplus ⊕ ominus ⊖ otimes ⊗ odot ⊙ wedge ∧ land ∧ vee ∨ lor ∨ neg ¬ lnot ¬
        cap ∩ cup ∪ setminus ∖ sqcup ⊔ sqcap ⊓ amalg ⨿ dagger † ddagger ‡ wr ≀ diamond ⋄
        leq ≤ le ≤ geq ≥ ge ≥ neq ≠ ne ≠ ll ≪ gg ≫ equiv ≡ approx ≈ sim ∼ simeq ≃ cong ≅ propto ∝ doteq ≐ prec ≺ succ ≻ preceq ⪯ succeq ⪰
        in ∈ notin ∉ ni ∋ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ subsetneq ⊊ supsetneq ⊋ mid ∣ nmid ∤ parallel ∥ perp ⊥ vdash ⊢ dashv ⊣ models ⊨ asymp ≍ bowtie ⋈
        leqslant ⩽ geqslant ⩾ lesssim ≲ gtrsim ≳ triangleq ≜ coloneqq ≔ therefore ∴ because ∵
        to → rightarrow → leftarrow ← gets ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ implies ⟹ impliedby ⟸ iff ⟺ mapsto ↦ longrightarrow ⟶ longleftarrow ⟵
        longmapsto ⟼ Longrightarrow ⟹ hookrightarrow ↪ hookleftarrow ↩ uparrow ↑ downarrow ↓ updownarrow ↕ Uparrow ⇑ Downarrow ⇓ nearrow ↗ searrow ↘ rightharpoonup ⇀ rightleftharpoons ⇌ leadsto ⇝
        langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ lvert | rvert | lVert ‖ rVert ‖ vert | Vert ‖ backslash ∖ colon : lbrace { rbrace } lbrack [ rbrack ] square □ Box □ triangle △
        """);

    /// <summary>Operators whose limits stand below and above them in a formula of its own.</summary>
    public static readonly Dictionary<string, string> Large = Pairs("""
        sum ∑ prod ∏ coprod ∐ bigcup ⋃ bigcap ⋂ bigvee ⋁ bigwedge ⋀ bigoplus ⨁ bigotimes ⨂
        """);

    public static readonly Dictionary<string, string> Integrals = Pairs("int ∫ iint ∬ iiint ∭ oint ∮");

    /// <summary>Signs above a letter.</summary>
    public static readonly Dictionary<string, string> Accents = Pairs("""
        hat ^ widehat ^ bar ¯ overline ¯ vec → tilde ~ widetilde ~ dot ˙ ddot ¨ check ˇ acute ´ grave ` breve ˘ overrightarrow → overbrace ⏞
        """);

    /// <summary>Names of functions, upright.</summary>
    public static readonly HashSet<string> Functions =
    [
        "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh", "coth", "log", "ln", "lg", "exp", "det",
        "dim", "ker", "deg", "hom", "arg", "gcd", "Pr",
    ];

    public static readonly HashSet<string> LimitFunctions = ["lim", "max", "min", "sup", "inf", "limsup", "liminf", "argmax", "argmin"];

    /// <summary>Widths in em.</summary>
    public static readonly Dictionary<string, string> Spaces = Pairs(", 0.167 : 0.222 ; 0.278 ! -0.167 quad 1 qquad 2 enspace 0.5 thinspace 0.167");

    static Dictionary<string, string> Pairs(string text)
    {
        var words = text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        var pairs = new Dictionary<string, string>(words.Length / 2);
        for (var i = 0; i + 1 < words.Length; i += 2) pairs[words[i]] = words[i + 1];
        return pairs;
    }
}
