using Mem0Sharp.Evaluation;

namespace Mem0Sharp.Tests.Search.Context;

public sealed class TokenEstimateTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("a", 1)]
    [InlineData("abc", 1)]
    [InlineData("a bcd", 2)]
    [InlineData("12", 2)]
    [InlineData("1.5", 2)]
    [InlineData("a-b", 2)]
    [InlineData("茶", 2)]
    [InlineData("緑茶", 3)]
    [InlineData("ж", 1)]
    [InlineData("😀", 2)]
    public void Of_AText_CountsLettersOtherAsciiAndBytesBeyondItRoundedUp(string text, int expected) =>
        TokenEstimate.Of(text).Should().Be(expected);

    [Theory]
    [InlineData("Mira Okonkwo moved from Bergen to Gdańsk in May 2023 and is allergic to peanuts.")]
    [InlineData("Her flight LH1834 leaves on 2026-03-01 at 07:45 from gate B22; booking K7QX2M, seat 14C, 1,249.90 EUR.")]
    [InlineData("The API key rotates every 90 days; call POST /v2/users/{id}/keys?force=true with X-Request-Id: 7f3a-99bc.")]
    [InlineData("Sie arbeitet seit Anfang Oktober als Straßenbahnfahrerin und möchte nächstes Jahr Übersetzungswissenschaft studieren.")]
    [InlineData("Elle préfère le thé à la menthe et n'a plus mangé d'œufs depuis son opération en février.")]
    [InlineData("Она переехала в Новосибирск и занимается скалолазанием по вторникам и четвергам.")]
    [InlineData("我们的办公室在上海市中心，她每周三下午三点去学小提琴，并且对花生严重过敏。")]
    [InlineData("彼女は毎朝緑茶を飲み、来月から京都の大学院で建築学を勉強する予定です。")]
    [InlineData("그녀는 매주 토요일 아침에 한강에서 자전거를 타고 땅콩 알레르기가 있습니다.")]
    [InlineData("هي تعيش في القاهرة منذ عام ٢٠١٩ وتحب قراءة الشعر الأندلسي القديم.")]
    [InlineData("वह हर सुबह योग करती है और उसे मूँगफली से एलर्जी है।")]
    [InlineData("เธอย้ายไปเชียงใหม่เมื่อเดือนที่แล้วและแพ้ถั่วลิสงอย่างรุนแรง")]
    [InlineData("Η Ελένη μένει στη Θεσσαλονίκη και δεν τρώει φιστίκια.")]
    [InlineData("👩‍👩‍👧 🎻🎻 🏔️ 🇯🇵 ❤️‍🔥")]
    public void Of_MemoriesInManyLanguagesInAPrompt_IsNoLessThanAKnownTokenizerCounts(string text)
    {
        MemoryItem item = new() { Id = "a", Text = text, Scope = MemoryFixture.Alice, Role = "user", ActorId = "mira", CreatedAt = DateTimeOffset.UnixEpoch };
        string prompt = MemoryPrompt.Format(Enumerable.Repeat(item, 10));

        int counted = TokenCounter.Count(prompt);
        int estimated = TokenEstimate.Of(prompt);

        output.WriteLine($"{counted} counted, {estimated} estimated: {(double)estimated / counted:F2}; text alone {TokenCounter.Count(text)}, {TokenEstimate.Of(text)}");
        estimated.Should().BeGreaterThanOrEqualTo(counted);
    }
}
