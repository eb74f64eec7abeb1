using System.CommandLine;
using LstmGen.Samples;

namespace LstmGen.Samples.Tests.Shared;

public sealed class ChoiceOptionTests
{
    [Theory]
    [InlineData("", LstmNumbers.Single)]
    [InlineData("--weights-as Int16", LstmNumbers.Int16)]
    [InlineData("--weights-as int8", LstmNumbers.Int8)]
    public void NamesAreTaken(string arguments, LstmNumbers expected)
    {
        Option<LstmNumbers> option = WeightsOption.Create();
        Assert.Equal(expected, new RootCommand { option }.Parse(arguments).GetValue(option));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("1")]
    [InlineData("Int4")]
    [InlineData("Int16,Int8")]
    public void WhatIsNoNameIsRefused(string given)
        => Assert.Equal([$"--weights-as is {given}; Single, Int16 or Int8 was expected."], new RootCommand { WeightsOption.Create() }.Parse(["--weights-as", given]).Errors.Select(error => error.Message));
}
