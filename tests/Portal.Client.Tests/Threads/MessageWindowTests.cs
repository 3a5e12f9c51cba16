using CsCheck;
using Portal.Client.Threads;

namespace Portal.Client.Tests.Threads;

public sealed class MessageWindowTests
{
    const double View = 900;

    [Fact]
    public void Look_AnySequenceOfPagesScrollsAndHeights_DrawsWhatIsInViewOnceAndInOrder() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[1, 60], Gen.Double[0, 1]).Array[1, 60].Sample(moves =>
        {
            var page = new Page(200);
            foreach (var (move, count, part) in moves)
            {
                page.Do(move, count, part);
                page.Settle();
                page.Check();
            }
        }, iter: 2000);

    [Fact]
    public void Open_WithoutAPlace_ShowsTheEnd()
    {
        var window = new MessageWindow();
        window.Open(Messages(50), null);

        Assert.Equal((42, 50), (window.Start, window.End));
        Assert.True(window.IsAtEnd);
    }

    [Fact]
    public void Open_AtAMessage_BeginsWithIt()
    {
        var window = new MessageWindow();
        window.Open(Messages(50), "msg_10");

        Assert.Equal((10, 18), (window.Start, window.End));
        Assert.Equal(10 * 140, window.Before);
    }

    [Fact]
    public void Look_InTheMiddle_DrawsFewAtATime_AndRests()
    {
        var window = new MessageWindow();
        window.Open(Messages(1000), "msg_500");
        var (largest, turns) = (0, 0);
        for (var before = window.End - window.Start; window.Look(500 * 140 - window.Before, View); before = window.End - window.Start, turns++)
            largest = Math.Max(largest, window.End - window.Start - before);

        Assert.InRange(largest, 1, MessageWindow.Step);
        Assert.InRange(turns, 1, 10);
        Assert.True(window.Start <= 494 && window.End >= 512);
    }

    [Fact]
    public void Take_NewMessagesAtTheTail_AreDrawn_AndFurtherUpTheyAreNot()
    {
        var messages = Messages(100);
        var window = new MessageWindow();
        window.Open([.. messages.Take(98)], null);
        window.Take(messages, atTail: true);
        Assert.Equal(100, window.End);

        window.Open([.. messages.Take(98)], "msg_20");
        window.Take(messages, atTail: false);
        Assert.Equal((20, 28), (window.Start, window.End));
    }

    [Fact]
    public void Take_OlderMessages_LeaveWhatIsDrawn()
    {
        var messages = Messages(100);
        var window = new MessageWindow();
        window.Open([.. messages.Skip(60)], "msg_70");
        var drawn = window.Rows[window.Start];

        window.Take(messages, atTail: false);

        Assert.Same(drawn, window.Rows[window.Start]);
        Assert.Equal(70, window.Start);
    }

    [Fact]
    public void Before_CountsMeasuredHeights_AndTakesTheOthersToBeLikeThem()
    {
        var window = new MessageWindow();
        window.Open(Messages(4), "msg_0");
        window.Measure("msg_0", 100);
        window.Measure("msg_1", 300);
        window.Measure("msg_0", 200);
        window.Open(window.Rows, "msg_3");

        Assert.Equal(200 + 300 + 250, window.Before);
    }

    [Fact]
    public void NearsFirst_AndNearsLast_OnlyAtTheEndsOfWhatIsLoaded()
    {
        var window = new MessageWindow();
        window.Open(Messages(1000), "msg_500");
        Assert.False(window.NearsFirst(0, View) || window.NearsLast(0, View));

        window.Open(window.Rows, "msg_0");
        Assert.True(window.NearsFirst(0, View));
        window.ToEnd();
        Assert.True(window.NearsLast(0, View));
    }

    static List<MessageEntry> Messages(int count) => [.. Enumerable.Range(0, count).Select(index => Message(index))];

    static MessageEntry Message(int index) => new(ThreadScript.New($"msg_{index}", null, MessageRole.User, MessageStatus.Completed, "Text"));

    /// <summary>Plays the browser: knows how high each message really is, measures what is drawn and holds the place.</summary>
    sealed class Page
    {
        readonly MessageWindow window = new();
        List<MessageEntry> loaded;
        int oldest = 1000;
        int newest;
        double top;

        public Page(int count)
        {
            newest = oldest + count;
            loaded = [.. Enumerable.Range(oldest, count).Select(Message)];
            window.Open(loaded, null);
            top = TotalHeight() - View;
        }

        public void Do(int move, int count, double part)
        {
            switch (move)
            {
                case 0:
                    Hold(() =>
                    {
                        var older = Enumerable.Range(oldest -= count, count).Select(Message).ToList();
                        window.Take(loaded = [.. older, .. loaded], atTail: false);
                    });
                    break;
                case 1:
                    Hold(() => window.Take(loaded = [.. loaded, .. Enumerable.Range((newest += count) - count, count).Select(Message)], atTail: false));
                    break;
                case 2:
                    top = Math.Clamp(part * TotalHeight() - View, 0, Math.Max(0, TotalHeight() - View));
                    break;
                case 3:
                    top = Math.Max(0, top - part * 3000);
                    break;
                case 4:
                    top = Math.Min(Math.Max(0, TotalHeight() - View), top + part * 3000);
                    break;
                default:
                    Hold(() => window.Reveal(loaded[(int)(part * (loaded.Count - 1))].Id));
                    break;
            }
        }

        public void Settle()
        {
            for (var turn = 0; turn < 200; turn++)
            {
                Hold(Measure);
                var changed = false;
                Hold(() => changed = window.Look(top - window.Before, View));
                if (!changed) return;
            }

            Assert.Fail("The window does not come to rest.");
        }

        public void Check()
        {
            Assert.InRange(window.End - window.Start, 1, MessageWindow.Most);
            Assert.Equal(loaded, window.Rows);
            var (drawnFrom, drawnTo) = (window.Before, window.Before + Drawn().Sum(Height));
            Assert.True(drawnFrom <= top + 1 || window.Start == 0, $"{drawnFrom} begins below {top}");
            Assert.True(drawnTo >= Math.Min(top + View, drawnTo + window.After) - 1 || window.IsAtEnd, $"{drawnTo} ends above {top + View}");
        }

        IEnumerable<MessageEntry> Drawn() => window.Rows.Skip(window.Start).Take(window.End - window.Start);

        double TotalHeight() => window.Before + Drawn().Sum(Height) + window.After;

        void Measure()
        {
            foreach (var entry in Drawn().ToList()) window.Measure(entry.Id, Height(entry));
        }

        /// <summary>The first message in view stays where it is.</summary>
        void Hold(Action change)
        {
            var y = window.Before;
            MessageEntry? held = null;
            foreach (var entry in Drawn())
            {
                if (y + Height(entry) > top)
                {
                    held = entry;
                    break;
                }

                y += Height(entry);
            }

            var place = y - top;
            change();
            var now = window.Before;
            foreach (var entry in Drawn())
            {
                if (entry == held)
                {
                    top = Math.Clamp(now - place, 0, Math.Max(0, TotalHeight() - View));
                    return;
                }

                now += Height(entry);
            }

            top = Math.Clamp(top, 0, Math.Max(0, TotalHeight() - View));
        }

        /// <summary>From one line to more than two screens.</summary>
        static double Height(MessageEntry entry)
        {
            var number = int.Parse(entry.Id["msg_".Length..]);
            return 30 + Math.Abs(number * 31 % 7) * Math.Abs(number * 17 % 5) * 90;
        }
    }
}
