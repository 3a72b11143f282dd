namespace Mem0Sharp.Tests.Extract;

public sealed class NormalFormTests
{
    [Theory]
    [InlineData("I like tea", "i LIKE  tea!")]
    [InlineData("I like tea", "I like t\u200Bea.")]
    [InlineData("I like tea", "Ｉ ｌｉｋｅ ｔｅａ")]
    [InlineData("I don't like tea", "I do not like tea")]
    [InlineData("I don't like tea", "I don’t like tea")]
    [InlineData("I can't swim", "I cannot swim")]
    [InlineData("I have two kids", "I have 2 kids")]
    [InlineData("I'm left-handed", "I am left handed")]
    [InlineData("Café", "Cafe\u0301")]
    public void Key_OfTheSameWords_IsTheSame(string one, string other) => NormalForm.Key(one).Should().Be(NormalForm.Key(other));

    [Theory]
    [InlineData("I like tea", "I don't like tea")]
    [InlineData("I have 2 kids", "I have 3 kids")]
    [InlineData("It is 3:30", "It is 33:0")]
    [InlineData("I weigh 71.5 kg", "I weigh 715 kg")]
    [InlineData("It is -5 degrees", "It is 5 degrees")]
    [InlineData("It costs $5", "It costs €5")]
    [InlineData("I write C++", "I write C")]
    [InlineData("I write C#", "I write C")]
    [InlineData("Ann loves Bob", "Bob loves Ann")]
    [InlineData("I was ill", "I am ill")]
    public void Key_OfOtherContent_Differs(string one, string other) => NormalForm.Key(one).Should().NotBe(NormalForm.Key(other));
}
