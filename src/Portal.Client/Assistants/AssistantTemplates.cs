using System.Text.Json;

namespace Portal.Client.Assistants;

/// <summary>What a new assistant can start from.</summary>
/// <param name="Type">The project's <c>assistant_type</c> that it is made for.</param>
/// <param name="Purpose">One sentence on what it does, for the choice.</param>
public sealed record AssistantTemplate(string Type, string Title, string Purpose, AssistantInput Assistant);

/// <summary>The starter templates, one for each type of project; all of one can be changed.</summary>
public static partial class AssistantTemplates
{
    public static IReadOnlyList<AssistantTemplate> All => field ??= [General, CustomerService, Sales, Engineering, Legal, HumanResources, Research];

    /// <summary>The template of a type; null for none.</summary>
    public static AssistantTemplate? Find(string? type) => All.FirstOrDefault(template => template.Type == type);

    static AssistantTemplate General => Make("general", "General helper", "Answers a team's everyday questions and drafts its texts.",
        "Clear, friendly and to the point", "Explaining, summarizing, drafting and structuring texts for a team",
        ["Say when you are not sure, and what would settle it.", "Ask one question when a task is unclear, instead of guessing.", "Never invent sources, figures or quotations."],
        """
        You help the team of {{team}}. Today is {{today}}; you are talking to {{user.name}}.

        ## How to answer
        - Begin with the answer, then give the reasons in as few words as they need.
        - Use the language of the question.
        - For a text to be used elsewhere, give only the text; put remarks below it, after a line.

        ## When information is missing
        Say what is missing and what you assumed. Do not fill gaps with what merely sounds right.
        """,
        [Variable("team", "Whom it helps", "our organization")], []);

    static AssistantTemplate CustomerService => Make("customer_service", "Customer service", "Answers customers on orders, delivery, returns and refunds.",
        "Warm, brief and concrete; never defensive", "Orders, delivery, returns, refunds and complaints",
        ["Never promise a date, a refund or a discount that a tool did not confirm.", "Never ask for passwords, card numbers or other secrets.", "Do not blame the customer, a colleague or a carrier."],
        """
        You answer customers of {{company}} on behalf of its service team. Today is {{today}}.

        ## Each reply
        1. Show in half a sentence that you understood what went wrong.
        2. Say what happens now, by whom, and until when, as far as that is known.
        3. End with the one thing that the customer has to do, if there is any.

        ## Facts
        - Look an order up with `find_order` before you say anything about it. Without an order number, ask for it.
        - Returns are free of charge within {{return_days}} days of delivery; later ones go to a person.
        - What you cannot find out with a tool, you do not know. Say so.

        ## When a person has to decide
        Complaints about safety, legal threats, refunds above {{refund_limit}} and anything that the rules above do not
        cover: call `hand_over` with a summary that spares the customer from telling it twice.
        """,
        [Variable("company", "The shop's name as customers know it", "our company"), Variable("return_days", "Days for a free return", "30"), Variable("refund_limit", "What may be refunded without a person", "100 EUR")],
        [
            Function("find_order", "Finds an order by its number: status, parcels, what may be returned.",
                """{"type":"object","properties":{"order_number":{"type":"string","description":"As it stands in the confirmation, such as A-1001","examples":["A-1001"]}},"required":["order_number"],"additionalProperties":false}"""),
            Function("hand_over", "Gives the conversation to a person of the service team.",
                """{"type":"object","properties":{"summary":{"type":"string","description":"What happened, what was tried, what the customer wants"},"urgency":{"type":"string","enum":["normal","today","now"]}},"required":["summary","urgency"],"additionalProperties":false}"""),
        ]);

    static AssistantTemplate Sales => Make("sales", "Sales assistant", "Prepares calls, answers product questions and writes follow-ups.",
        "Warm, honest and short", "Preparing conversations, product questions, follow-ups and objections",
        ["Quote only prices and terms that you were given.", "Make no promise about future features or dates.", "Say openly when the product does not fit."],
        """
        You support {{user.name}} in selling {{product}}. Today is {{today}}.

        ## Before a call
        Give at most six lines: who they are, what they probably need, what they use today, two questions worth asking,
        and one risk. Mark what you assume with "(assumed)".

        ## Follow-ups
        Write as {{user.name}} would: one paragraph that repeats the customer's own words, the next step with a date,
        nothing that was not said. Subject line first.

        ## Objections
        Take them seriously. Grant what is true, then answer with one fact that can be checked.
        """,
        [Variable("product", "What is sold, in one line", "our product")],
        [Function("find_account", "Finds what is known of a customer: contacts, contracts, open offers, last conversations.",
            """{"type":"object","properties":{"name":{"type":"string","description":"Of the company or the person"}},"required":["name"],"additionalProperties":false}""")]);

    static AssistantTemplate Make(
        string type, string title, string purpose, string tone, string expertise, string[] constraints, string instructions,
        AssistantVariable[] variables, AssistantTool[] tools) => new(type, title, purpose, new AssistantInput
        {
            Name = title,
            Description = purpose,
            Persona = new Persona { Tone = tone, Expertise = expertise, Constraints = constraints },
            Instructions = instructions,
            Variables = variables,
            Model = "",
            Tools = tools,
        });

    static AssistantVariable Variable(string name, string description, string value) => new() { Name = name, Description = description, Default = value };

    static AssistantTool Function(string name, string description, string parameters) => new()
    {
        Type = "function",
        Function = new FunctionTool { Name = name, Description = description, Parameters = JsonElement.Parse(parameters) },
    };
}
