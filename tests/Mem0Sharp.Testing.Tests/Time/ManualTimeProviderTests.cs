namespace Mem0Sharp.Testing.Tests.Time;

public sealed class ManualTimeProviderTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void GetUtcNow_NobodyMovesIt_StandsStill()
    {
        ManualTimeProvider time = new();

        time.GetUtcNow().Should().Be(Start);
        time.GetUtcNow().Should().Be(Start);
        time.LocalTimeZone.Should().Be(TimeZoneInfo.Utc);
    }

    [Fact]
    public void Constructor_InstantOfAnotherOffset_ShowsItInUtc()
    {
        ManualTimeProvider time = new(new DateTimeOffset(2030, 5, 1, 9, 0, 0, TimeSpan.FromHours(9)));

        time.GetUtcNow().Should().Be(new DateTimeOffset(2030, 5, 1, 0, 0, 0, TimeSpan.Zero));
        time.GetUtcNow().Offset.Should().Be(TimeSpan.Zero);
    }

    [Fact]
    public void Advance_Always_MovesBothClocksAlike()
    {
        ManualTimeProvider time = new();
        long before = time.GetTimestamp();

        time.Advance(TimeSpan.FromMinutes(90));

        time.GetUtcNow().Should().Be(Start.AddMinutes(90));
        time.GetElapsedTime(before).Should().Be(TimeSpan.FromMinutes(90));
    }

    [Fact]
    public void Advance_Backwards_IsRefused()
    {
        Action back = () => new ManualTimeProvider().Advance(TimeSpan.FromTicks(-1));

        back.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Theory]
    [InlineData(-24)]
    [InlineData(24)]
    public void SetUtcNow_BackOrForward_MovesNeitherTimestampsNorTimers(int hours)
    {
        ManualTimeProvider time = new();
        int fired = 0;
        using ITimer timer = time.CreateTimer(_ => fired++, null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan);
        time.Advance(TimeSpan.FromMinutes(30));

        time.SetUtcNow(Start.AddHours(hours));

        time.GetUtcNow().Should().Be(Start.AddHours(hours));
        time.GetElapsedTime(0).Should().Be(TimeSpan.FromMinutes(30));
        fired.Should().Be(0);
        time.Advance(TimeSpan.FromMinutes(30));
        fired.Should().Be(1);
        time.GetUtcNow().Should().Be(Start.AddHours(hours).AddMinutes(30));
    }

    [Fact]
    public void Advance_OverSeveralTimers_FiresEachInOrderAtItsOwnTime()
    {
        ManualTimeProvider time = new();
        List<(string Name, double Seconds)> fired = [];
        using ITimer late = Timer("late", 5, Timeout.InfiniteTimeSpan);
        using ITimer early = Timer("early", 2, Timeout.InfiniteTimeSpan);
        using ITimer often = Timer("often", 1, TimeSpan.FromSeconds(3));
        using ITimer never = Timer("never", 99, Timeout.InfiniteTimeSpan);

        time.Advance(TimeSpan.FromSeconds(7));

        fired.Should().Equal(("often", 1), ("early", 2), ("often", 4), ("late", 5), ("often", 7));
        time.TimerCount.Should().Be(2);

        ITimer Timer(string name, double due, TimeSpan period) => time.CreateTimer(
            _ => fired.Add((name, (time.GetUtcNow() - Start).TotalSeconds)), null, TimeSpan.FromSeconds(due), period);
    }

    [Fact]
    public void Timer_ChangedAndDisposed_FiresAsItWasLastSet()
    {
        ManualTimeProvider time = new();
        int fired = 0;
        ITimer timer = time.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        timer.Change(TimeSpan.FromSeconds(10), Timeout.InfiniteTimeSpan).Should().BeTrue();
        time.Advance(TimeSpan.FromSeconds(9));
        fired.Should().Be(0);
        time.Advance(TimeSpan.FromSeconds(1));
        fired.Should().Be(1);
        timer.Change(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)).Should().BeTrue();
        timer.Dispose();
        time.Advance(TimeSpan.FromSeconds(10));
        fired.Should().Be(1);
        timer.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan).Should().BeFalse();
        time.TimerCount.Should().Be(0);
    }

    [Fact]
    public void CreateTimer_DueAtOnce_FiresWithoutMovingTime()
    {
        ManualTimeProvider time = new();
        object? seen = null;

        using ITimer timer = time.CreateTimer(state => seen = state, "state", TimeSpan.Zero, Timeout.InfiniteTimeSpan);

        seen.Should().Be("state");
        time.GetUtcNow().Should().Be(Start);
    }

    [Fact]
    public void Advance_ByATimerThatFires_AddsUp()
    {
        ManualTimeProvider time = new();
        using ITimer timer = time.CreateTimer(
            _ => time.Advance(TimeSpan.FromSeconds(10)), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        time.Advance(TimeSpan.FromSeconds(5));

        time.GetUtcNow().Should().Be(Start.AddSeconds(15));
    }

    [Fact]
    public async Task Advance_FromManyThreads_AddsUp()
    {
        ManualTimeProvider time = new();

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(
            () => time.Advance(TimeSpan.FromSeconds(1)), TestContext.Current.CancellationToken)));

        time.GetUtcNow().Should().Be(Start.AddSeconds(100));
    }

    [Fact]
    public void AutoAdvance_EachReading_IsLaterByIt()
    {
        ManualTimeProvider time = new() { AutoAdvance = TimeSpan.FromMilliseconds(10) };

        time.GetUtcNow().Should().Be(Start);
        time.GetUtcNow().Should().Be(Start.AddMilliseconds(10));
        time.GetTimestamp().Should().Be(TimeSpan.FromMilliseconds(20).Ticks);
    }

    [Fact]
    public async Task TaskDelay_OnThisClock_EndsWhenItHasPassed()
    {
        ManualTimeProvider time = new();
        Task delay = Task.Delay(TimeSpan.FromDays(1), time, TestContext.Current.CancellationToken);

        time.Advance(TimeSpan.FromHours(23));
        bool before = delay.IsCompleted;
        time.Advance(TimeSpan.FromHours(1));

        before.Should().BeFalse();
        await delay;
    }

    [Fact]
    public void CancellationTokenSource_OnThisClock_CancelsWhenItHasPassed()
    {
        ManualTimeProvider time = new();
        using CancellationTokenSource source = new(TimeSpan.FromSeconds(30), time);

        time.Advance(TimeSpan.FromSeconds(29));
        source.IsCancellationRequested.Should().BeFalse();
        time.Advance(TimeSpan.FromSeconds(1));

        source.IsCancellationRequested.Should().BeTrue();
    }
}
