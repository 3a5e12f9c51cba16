using CsCheck;
using Portal.Client.Policies;
using Portal.Policies;
using Portal.Safety.Screening;

namespace Portal.Tests.Safety.Screening;

public sealed class StreamScreenTests
{
    static readonly string[] Pieces =
    [
        "jane@example.com", "jane", "@", ".com", " ", "\n", "secret plan", "secret ", "plan", "ACME-123", "ACME-", "12", "4567", "😀", "\uD83D", "refunds for tax", "tax", "refund", ". ",
        "Not legal advice.", "The order of the day was shipped to the usual address. ",
    ];

    static readonly Gen<string> Texts = Gen.Int[0, Pieces.Length - 1].Array[0, 60].Select(indexes => string.Concat(indexes.Select(index => Pieces[index])));

    static readonly Gen<PolicyRule> AnyRule = Gen.Select(Gen.Int[0, 6], Gen.Enum<PolicyAction>(), (kind, action) =>
        (action is PolicyAction.Ask || (action is PolicyAction.Allow && kind > 3) ? PolicyAction.Block : action) switch
        {
            var act => kind switch
            {
                0 => Rule("pii", act) with { Entities = ["email"] },
                1 => Rule("phrases", act) with { Phrases = ["secret plan", "jane"] },
                2 => Rule("regex", act) with { Pattern = @"ACME-\d+", Entity = "customer_id", MaxMatch = 12 },
                3 => Rule("topics", act) with { Denied = ["refund tax"] },
                4 => Rule("max_length", act) with { Characters = 90 },
                5 => Rule("language", act) with { Allowed = ["de"] },
                _ => Rule("disclaimer", PolicyAction.Flag) with { Text = "Not legal advice." },
            },
        });

    /// <summary>Whatever the text, the rules and the split: what was released is what the whole text becomes.</summary>
    [Fact]
    public void AnySplit_ReleasesWhatTheWholeTextBecomes() => Gen.Select(Texts, AnyRule.Array[0, 5], AnyRule.Array[0, 3], Gen.Int[1, 60].Array[1, 30]).Sample(
        (text, some, others, lengths) =>
        {
            var screen = Screen(some, others);
            var whole = screen.Read(text);

            var stream = screen.Begin();
            var (shown, hits) = ("", new List<RuleHit>());
            for (var (from, turn) = (0, 0); from < text.Length; turn++)
            {
                var until = Math.Min(text.Length, from + lengths[turn % lengths.Length]);
                Take(stream.Push(text[from..until]));
                Assert.StartsWith(shown, whole.Text);
                from = until;
            }

            Take(stream.Finish());
            Assert.Equal(whole.Text, shown);
            if (whole.Decision < PolicyAction.Ask) Assert.Equal(whole.Hits.Count, hits.Count);

            void Take(Released released)
            {
                shown += released.Text;
                hits.AddRange(released.Hits);
            }
        },
        iter: 2000);

    [Fact]
    public void Redact_LeavesALabel_AndTheRest()
    {
        var screened = Screen([Rule("pii", PolicyAction.Redact) with { Entities = ["email"] }, Rule("phrases", PolicyAction.Redact) with { Phrases = ["secret plan"] }]).Read("Ask jane@example.com for the Secret  Plan today.");

        Assert.Equal("Ask [EMAIL] for the [removed] today.", screened.Text);
        Assert.Equal((PolicyAction.Redact, 2), (screened.Decision, screened.Hits.Count));
    }

    [Fact]
    public void Allow_ExemptsFromItsOwnPolicy_NotFromAnother()
    {
        PolicyRule[] own = [Rule("pii", PolicyAction.Redact) with { Entities = ["email"] }, Rule("phrases", PolicyAction.Allow) with { Phrases = ["help@example.com"] }];

        Assert.Equal("To help@example.com, not to [EMAIL].", Screen(own).Read("To help@example.com, not to jane@example.com.").Text);
        Assert.Equal("To [EMAIL].", Screen(own, [own[0]]).Read("To help@example.com.").Text);
    }

    [Fact]
    public void Block_ShowsNothingOfWhatItFound_AndNothingAfter()
    {
        var screen = Screen([Rule("phrases", PolicyAction.Block) with { Phrases = ["secret plan"], Message = "Not here." }]);

        var screened = screen.Read("This is fine. The secret plan is not. This neither.");

        Assert.Equal(("This is fine. The ", PolicyAction.Block, "Not here."), (screened.Text, screened.Decision, screened.Message));
    }

    [Fact]
    public void WordsOfTwoRules_GoTogether()
    {
        var screened = Screen([Rule("regex", PolicyAction.Redact) with { Pattern = "abcd" }, Rule("regex", PolicyAction.Redact) with { Pattern = "cdef" }]).Read("xabcdefx");

        Assert.Equal("x[MATCH]x", screened.Text);
        Assert.Equal(2, screened.Hits.Count);
    }

    [Fact]
    public void MaxLength_CutsTheRest()
    {
        Assert.Equal("12345", Screen([Rule("max_length", PolicyAction.Redact) with { Characters = 5 }]).Read("123456789").Text);
        Assert.Equal("12345", Screen([Rule("max_length", PolicyAction.Redact) with { Characters = 5 }]).Read("12345").Text);
    }

    [Fact]
    public void Disclaimer_IsAddedOnce()
    {
        var screen = Screen([Rule("disclaimer", PolicyAction.Flag) with { Text = "Not legal advice." }]);

        Assert.Equal("Do this.\n\nNot legal advice.", screen.Read("Do this.").Text);
        Assert.Equal("Do this. NOT LEGAL ADVICE.", screen.Read("Do this. NOT LEGAL ADVICE.").Text);
    }

    [Fact]
    public void Held_IsTheLongestMatch_OrEverything()
    {
        Assert.Equal(0, Screen([Rule("pii", PolicyAction.Flag) with { Entities = ["email"] }]).Held);
        Assert.InRange(Screen([Rule("regex", PolicyAction.Redact) with { Pattern = "a", MaxMatch = 100 }]).Held!.Value, 100, 300);
        Assert.Null(Screen([Rule("language", PolicyAction.Block) with { Allowed = ["en"] }]).Held);
        Assert.Equal(0, Screen([Rule("language", PolicyAction.Flag) with { Allowed = ["en"] }]).Held);
    }

    [Theory]
    [InlineData("en", "Can you please tell me how the order was sent to you?")]
    [InlineData("de", "Können Sie mir bitte sagen, wann die Lieferung für mich kommt?")]
    [InlineData("fr", "Pouvez-vous me dire quand la livraison est prévue pour nous ?")]
    [InlineData("es", "¿Me puede decir cuándo llega el pedido que hice para mi madre?")]
    [InlineData("ru", "Когда придёт мой заказ?")]
    [InlineData("uk", "Коли прийде моє замовлення, підкажіть?")]
    [InlineData("ja", "注文はいつ届きますか？")]
    [InlineData("zh", "我的订单什么时候到？")]
    [InlineData(null, "OK 123")]
    [InlineData(null, "")]
    public void Language_IsToldWhereItCanBe(string? language, string text) => Assert.Equal(language, LanguageGuess.Of(text));

    static PolicyRule Rule(string type, PolicyAction action) => new() { Id = $"{type}_{action}", Type = type, AppliesTo = [PolicyDirection.Output], Action = action };

    static Screen Screen(IEnumerable<PolicyRule> some, IEnumerable<PolicyRule>? others = null) => new(
        [.. some.Select(rule => new ActiveRule(rule, new(PolicyTarget.Organization, "pol_1", "One", 1), false)),
         .. (others ?? []).Select(rule => new ActiveRule(rule, new(PolicyTarget.Project, "pol_2", "Two", 1), false))], []);
}
