//! Chinese signs as they are written in Taiwan and Hong Kong, read as those of the mainland: a list holds both with one word.
//!
//! Our own selection of Unicode's `kSimplifiedVariant` (UAX #38): the signs of which the word lists are made. `幹` is not
//! among them: the list of vulgar words has it, and `干` is an ordinary sign.

use std::sync::LazyLock;

/// The first sign of the block in which all of these stand (U+4E00).
const FIRST: u32 = 0x4E00;

/// How many signs the block has (U+4E00 to U+9FFF).
const SIGNS: usize = 0x5200;

/// The simplified sign for each of the block; a zero where a sign stays what it is.
static SIMPLIFIED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut table = vec!['\0'; SIGNS];
    for (traditional, simple) in TRADITIONAL.chars().zip(SIMPLE.chars()) {
        if let Some(entry) = place(traditional).and_then(|place| table.get_mut(place)) {
            *entry = simple;
        }
    }
    table
});

fn place(sign: char) -> Option<usize> {
    usize::try_from(u32::from(sign).checked_sub(FIRST)?).ok()
}

/// The simplified sign for a traditional one, or what came.
pub fn simplified(sign: char) -> char {
    if sign < '一' {
        return sign;
    }
    match place(sign).and_then(|place| SIMPLIFIED.get(place)) {
        None | Some('\0') => sign,
        Some(simple) => *simple,
    }
}

/// Traditional signs.
const TRADITIONAL: &str = "\
    丟並亂亞仝佈佔併來侖侷係俠倆倉個們倖倣倫偉側偵偸偽傘備傚傢傳傷僕僞僱價儘優儲儸兒內兩冊別刪則剋剎剛剝剮創剷劃劇劉劍劒\
    勁動務勝勞勢勣勵勸匯區協卻厠厤厰參員唄唸問喪喫單嗎嘗噁噴噹嚇嚮囑囘囬國圍園圓圖團埰堅報場塊塗塲塵塼墊墻墾壓壞壯壽夀夠\
    夢夥夾奧奪奬妝姦娛婦婬媮媽嬭嬰嬸嬾孃孫學宮寜寢實寧審寫寬寵寶將專對導屍層屬崙嵗師帳帶幣幫幾庫廁廚廠廢廣廳廻弔張強彈彊\
    彎彙彫彷彿後從復徬徵徹恥惡惱愛態慘慣慫憂憐憑憶應懲懶懽戀戇戔戯戰戲戶捨捲掃掛採揚換揮揹搆損搖搶搾摺撃撈撐撲撻撿擁擊擔\
    據擡擧擬擰攪攷敍敗敘數敺斃斬斷於旂昇時曆曉曠曬書會朮東桿條棄棗椏楊業極榮槃構槍槓樂樑樓標樣樹橋機橫檔檜檢檯檳檻欄權歐\
    歡歲歷歸殘殺殻殼毀毉毬氣氾汎汙汚決沒涼淚淨淩減湧湯準溝溫溼滅滙滯滷滸滾滿漁漢漲漿潑潔澤濃濕濘濛濟濫濾瀕灘灣炁炤為烏無\
    煖煙煩熱燈燉燒燙燜營燦燬爐爛爭爲爺爾牀牆牴牽犢猶獃獄獎獨獲獸現琯琱瑣瑪瑯環甎產産甦甯畢畫異畱當痠瘋療癒癟癡癥癩癱發盃\
    盜盡監盤盪眎眡眾睜瞞瞭矇矯砲硃確碼磐磚礙礦礮祕祗禍禦禮禿稅稈稭種稱穀穌積穨穩穫窩窮竈竝筆筦箇節範築篩簡簽籃籠籤粧粵糞\
    糢糧糰紀約紅紋納純紗紙級紥紮細終組結絕絞絡絢給絨統絲絶綁經綠綫維網綵綿緊緑線緜編緩緬練緻縂縣縮縱縷總績織繖繙繩繫繳纍\
    纔缐罰罵罷羅義習耑聖聞聯聰聲職聼聽聾脅脇脩脫腎腦腳腸膚膩膽臉臟臥臺興舉舊舖舘艙華菸萬葉葯蒐蒼蓆蓋蓮蔥蔴蕩薈薦薩薺藍藝\
    藥蘆蘇蘭處虛號蝦螘螞蟲蟻蠅蠟蠻衆衊術衕衚衛衞衹裏補裝裡製複襍襲覈見規視親覺觀觔觝計討訓託記訣訪設許訴診註証詐評詛詞詠\
    詢試詩話該詳誇誌認語誠誤說説誰課談請諒論諾謙講謝謠謡謹證識譜譯議護讀變讓讚谿豐豬貍貓貝負財貧貨貪責貲貴買貸費貼貿資賊\
    賓賔賠賢賣賤質賬賭賴賸賺購賽贅贊贓趕跼踐車軋軍軟較載輓輔輕輛輩輪輭輯輸轉辦農迴這連週進遊運過達遠適遲選遺還邊郵鄉鄕鄰\
    醃醜醤醫醬釋針釦鈔鈣鉄鉅鉋鉛銀銅銷銻鋒鋪鋼錄錘錢錦錯録錶鍋鍵鍼鍾鎖鎚鎮鏈鏟鏡鐘鐡鐵鑪長門閉開間閙関閤閹閻闆關阪阬阯陜\
    陝陞陰陳陸陽隂隊際隣隨險隱隻雖雙雜雞離難雲電靈靜鞦韆韓響頁頂項順須預頓領頜頭頹頻頽顆題額顏顔願類顧顱顳風颱颺飆飇飈飛\
    飯飼飽餃餅養餓餘餡餧館餵餿饅馬駕駡騎騐騙騷驅驗驚驢骯髒體髣髮髴鬆鬍鬚鬥鬧鬭魚魯鮮鯊鱉鳥鳳鳴鴨鴻鵝鵞鵰鷄鷹鹵鹹鹽麗麥麪\
    麫麯麴麵麹麼麽黃點黨鼈齊齣齪齷龍龜\
";

/// The simplified ones, in the same order.
const SIMPLE: &str = "\
    丢并乱亚同布占并来仑局系侠俩仓个们幸仿伦伟侧侦偷伪伞备效家传伤仆伪雇价尽优储罗儿内两册别删则克刹刚剥剐创铲划剧刘剑剑\
    劲动务胜劳势绩励劝汇区协却厕历厂参员呗念问丧吃单吗尝恶喷当吓向嘱回回国围园圆图团采坚报场块涂场尘砖垫墙垦压坏壮寿寿够\
    梦伙夹奥夺奖妆奸娱妇淫偷妈奶婴婶懒娘孙学宫宁寝实宁审写宽宠宝将专对导尸层属仑岁师帐带币帮几库厕厨厂废广厅回吊张强弹强\
    弯汇雕仿佛后从复仿征彻耻恶恼爱态惨惯怂忧怜凭忆应惩懒欢恋戆戋戏战戏户舍卷扫挂采扬换挥背构损摇抢榨折击捞撑扑挞捡拥击担\
    据抬举拟拧搅考叙败叙数驱毙斩断于旗升时历晓旷晒书会术东杆条弃枣丫杨业极荣盘构枪杠乐梁楼标样树桥机横档桧检台槟槛栏权欧\
    欢岁历归残杀壳壳毁医球气泛泛污污决没凉泪净凌减涌汤准沟温湿灭汇滞卤浒滚满渔汉涨浆泼洁泽浓湿泞蒙济滥滤濒滩湾气照为乌无\
    暖烟烦热灯炖烧烫焖营灿毁炉烂争为爷尔床墙抵牵犊犹呆狱奖独获兽现管雕琐玛琅环砖产产苏宁毕画异留当酸疯疗愈瘪痴症癞瘫发杯\
    盗尽监盘荡视视众睁瞒了蒙矫炮朱确码盘砖碍矿炮秘只祸御礼秃税秆秸种称谷稣积颓稳获窝穷灶并笔管个节范筑筛简签篮笼签妆粤粪\
    模粮团纪约红纹纳纯纱纸级扎扎细终组结绝绞络绚给绒统丝绝绑经绿线维网彩绵紧绿线绵编缓缅练致总县缩纵缕总绩织伞翻绳系缴累\
    才线罚骂罢罗义习端圣闻联聪声职听听聋胁胁修脱肾脑脚肠肤腻胆脸脏卧台兴举旧铺馆舱华烟万叶药搜苍席盖莲葱麻荡荟荐萨荠蓝艺\
    药芦苏兰处虚号虾蚁蚂虫蚁蝇蜡蛮众蔑术同胡卫卫只里补装里制复杂袭核见规视亲觉观斤抵计讨训托记诀访设许诉诊注证诈评诅词咏\
    询试诗话该详夸志认语诚误说说谁课谈请谅论诺谦讲谢谣谣谨证识谱译议护读变让赞溪丰猪狸猫贝负财贫货贪责资贵买贷费贴贸资贼\
    宾宾赔贤卖贱质账赌赖剩赚购赛赘赞赃赶局践车轧军软较载挽辅轻辆辈轮软辑输转办农回这连周进游运过达远适迟选遗还边邮乡乡邻\
    腌丑酱医酱释针扣钞钙铁巨刨铅银铜销锑锋铺钢录锤钱锦错录表锅键针钟锁锤镇链铲镜钟铁铁炉长门闭开间闹关合阉阎板关坂坑址陕\
    陕升阴陈陆阳阴队际邻随险隐只虽双杂鸡离难云电灵静秋千韩响页顶项顺须预顿领颌头颓频颓颗题额颜颜愿类顾颅颞风台扬飙飙飙飞\
    饭饲饱饺饼养饿余馅喂馆喂馊馒马驾骂骑验骗骚驱验惊驴肮脏体仿发佛松胡须斗闹斗鱼鲁鲜鲨鳖鸟凤鸣鸭鸿鹅鹅雕鸡鹰卤咸盐丽麦面\
    面曲曲面曲么么黄点党鳖齐出龊龌龙龟\
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_traditional_sign_is_read_as_the_simplified_one() {
        assert_eq!("腦殘的雜種，無恥".chars().map(simplified).collect::<String>(), "脑残的杂种，无耻");
        assert_eq!("幹部 abc 脑残".chars().map(simplified).collect::<String>(), "幹部 abc 脑残");
        assert_eq!(TRADITIONAL.chars().count(), SIMPLE.chars().count());
    }
}
