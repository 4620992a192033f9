"""Readings of place names that dictionaries of common words get wrong, written down from general knowledge."""

import pytest

from records.vocabularies import regions

KNOWN = """
北京 bei jing  大兴 da xing  宝坻 bao di  蓟州 ji zhou  藁城 gao cheng  栾城 luan cheng  井陉 jing xing  行唐 xing tang
乐亭 lao ting  滦州 luan zhou  涿州 zhuo zhou  涿鹿 zhuo lu  蔚县 yu xian  蠡县 li xian  任丘 ren qiu  大城 dai cheng
大厂 da chang  泊头 bo tou  涞源 lai yuan  曲阳 qu yang  磁县 ci xian  魏县 wei xian  邢台 xing tai  鸡泽 ji ze
洪洞 hong tong  隰县 xi xian  长子 zhang zi  长治 chang zhi  繁峙 fan shi  岢岚 ke lan  临猗 lin yi  芮城 rui cheng
稷山 ji shan  盂县 yu xian  代县 dai xian  万柏林 wan bai lin  尖草坪 jian cao ping  平遥 ping yao
巴彦淖尔 ba yan nao er  磴口 deng kou  扎兰屯 zha lan tun  准格尔 zhun ge er  喀喇沁 ka la qin  阿荣 a rong
鲅鱼圈 ba yu quan  桓仁 huan ren  岫岩 xiu yan  珲春 hun chun  穆棱 mu ling  讷河 ne he  尚志 shang zhi
闵行 min hang  六合 lu he  栖霞 qi xia  句容 ju rong  盱眙 xu yi  邗江 han jiang  邳州 pi zhou  睢宁 sui ning
溧阳 li yang  姑苏 gu su  射阳 she yang  如皋 ru gao  高淳 gao chun  丽水 li shui  乐清 yue qing  台州 tai zhou
天台 tian tai  嵊州 sheng zhou  诸暨 zhu ji  鄞州 yin zhou  衢州 qu zhou  缙云 jin yun  拱墅 gong shu  瓯海 ou hai
六安 lu an  亳州 bo zhou  蚌埠 beng bu  涡阳 guo yang  歙县 she xian  黟县 yi xian  枞阳 zong yang  砀山 dang shan
濉溪 sui xi  谯城 qiao cheng  颍上 ying shang  埇桥 yong qiao  宿州 su zhou  宿松 su song  无为 wu wei  当涂 dang tu
厦门 xia men  闽侯 min hou  将乐 jiang le  长乐 chang le  柘荣 zhe rong  莆田 pu tian  漳浦 zhang pu  长汀 chang ting
铅山 yan shan  鄱阳 po yang  弋阳 yi yang  婺源 wu yuan  余干 yu gan  新干 xin gan  乐平 le ping  乐安 le an
单县 shan xian  莘县 shen xian  茌平 chi ping  东阿 dong e  兖州 yan zhou  曲阜 qu fu  莒县 ju xian  鄄城 juan cheng
郯城 tan cheng  临朐 lin qu  牟平 mu ping  乐陵 lao ling  昌乐 chang le  无棣 wu di  垦利 ken li
荥阳 xing yang  中牟 zhong mu  尉氏 wei shi  杞县 qi xian  浚县 xun xian  泌阳 bi yang  渑池 mian chi  漯河 luo he
召陵 shao ling  南召 nan zhao  郏县 jia xian  鄢陵 yan ling  睢县 sui xian  潢川 huang chuan  淅川 xi chuan  武陟 wu zhi
南乐 nan le  长垣 chang yuan  鹿邑 lu yi  浉河 shi he  瀍河 chan he  滑县 hua xian
黄陂 huang pi  监利 jian li  秭归 zi gui  郧西 yun xi  郧阳 yun yang  蕲春 qi chun  浠水 xi shui  猇亭 xiao ting
曾都 zeng du  枝江 zhi jiang  硚口 qiao kou  掇刀 duo dao  汨罗 mi luo  耒阳 lei yang  郴州 chen zhou  澧县 li xian
芷江 zhi jiang  溆浦 xu pu  攸县 you xian  汝城 ru cheng  华容 hua rong  武冈 wu gang
番禺 pan yu  东莞 dong guan  大埔 da bu  黄埔 huang pu  佛冈 fo gang  乐昌 le chang  陆丰 lu feng  禅城 chan cheng
儋州 dan zhou  乐东 le dong  百色 bai se  邕宁 yong ning  覃塘 qin tang  乐业 le ye  那坡 na po  龙圩 long xu
重庆 chong qing  北碚 bei bei  綦江 qi jiang  涪陵 fu ling  潼南 tong nan  什邡 shi fang  郫都 pi du  邛崃 qiong lai
犍为 qian wei  阆中 lang zhong  珙县 gong xian  筠连 jun lian  荥经 ying jing  乐山 le shan  乐至 le zhi  巴中 ba zhong
会理 hui li  洪雅 hong ya  射洪 she hong  沐川 mu chuan  若尔盖 ruo er gai  得荣 de rong  石渠 shi qu
册亨 ce heng  荔波 li bo  岑巩 cen gong  都匀 du yun  六盘水 liu pan shui  勐海 meng hai  勐腊 meng la  牟定 mou ding
会泽 hui ze  弥勒 mi le  砚山 yan shan  察隅 cha yu  札达 zha da  墨竹工卡 mo zhu gong ka  曲水 qu shui
鄠邑 hu yi  柞水 zha shui  商洛 shang luo  华州 hua zhou  华阴 hua yin  吴堡 wu bu  乾县 qian xian  旬阳 xun yang
岚皋 lan gao  洋县 yang xian  崆峒 kong tong  皋兰 gao lan  民乐 min le  迭部 die bu  乐都 le du  尖扎 jian zha
红寺堡 hong si bu  喀什 ka shi  莎车 sha che  伽师 jia shi  尉犁 yu li  且末 qie mo  若羌 ruo qiang  焉耆 yan qi
鄯善 shan shan  疏勒 shu le  叶城 ye cheng  荃湾 quan wan  深水埗 shen shui bu
"""

PLACES = [tuple(part.split(" ", 1)) for line in KNOWN.strip().splitlines() for part in line.split("  ")]


@pytest.mark.parametrize(("place", "reading"), PLACES)
def test_a_place_is_read_as_people_there_say_it(place: str, reading: str) -> None:
    """In force or withdrawn, a place of its own or the beginning of a longer name."""
    found = [region for region in regions() if region.labels["zh-Hans"].startswith(place)]
    assert found, f"no region is called {place}"
    syllables = reading.split()
    assert {tuple(region.reading.split()[: len(syllables)]) for region in found} == {tuple(syllables)}


def test_every_character_of_every_name_has_its_syllable() -> None:
    uneven = [region.id for region in regions() if len(region.labels["zh-Hans"]) != len(region.reading.split())]
    assert uneven == []
